using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The look of arrows: solid with the slot's name; dotted to what is hidden; dashed with an open head where they
/// keep nothing alive, or only together with a key; dashed with a hollow head where they close a cycle; the wider, the
/// more what they lead to retains, where that is known.</summary>
internal sealed class DotArrowStyle(ReferenceDirection direction, PictureTheme theme, IReadOnlySet<PictureEdge> closing, bool isLabelled)
{
    private const double Thinnest = 0.8, Widest = 5;

    /// <summary>The attributes of an arrow.</summary>
    public string Of(PictureEdge edge)
    {
        var attributes = new List<string>();
        if (edge.HiddenCount > 0)
        {
            attributes.Add($"{LabelOf($"{edge.HiddenCount:N0} more")}, color=\"{theme.Chosen}\", fontcolor=\"{theme.Chosen}\", style=dotted");
        }
        else if (edge.Label?.Printable is { Length: > 0 } label)
        {
            attributes.Add(LabelOf(label));
        }

        if (IsUntold(edge.Source) || IsUntold(edge.Target))
        {
            attributes.Add($"color=\"{theme.Chosen}\", style=dotted");
        }
        else if (edge.Strength != ReferenceStrength.Strong)
        {
            attributes.Add($"color=\"{theme.Faint}\", fontcolor=\"{theme.Faint}\", style=dashed, arrowhead=vee");
        }
        else if (closing.Contains(edge) && edge.HiddenCount == 0)
        {
            attributes.Add($"color=\"{theme.Cycle}\", fontcolor=\"{theme.Cycle}\", style=dashed, arrowhead=onormal");
        }

        if (edge is { HiddenCount: 0, Strength: ReferenceStrength.Strong, Target: ObjectNode { RetainedShare: { } share } })
        {
            attributes.Add($"penwidth={Thinnest + (Widest - Thinnest) * share:0.##}");
        }

        // An arrow that leads back must not turn the picture upside down. No arrow leads to a root, so none of a root's does.
        var step = direction == ReferenceDirection.Referrers ? edge.Source.Depth - edge.Target.Depth : edge.Target.Depth - edge.Source.Depth;
        if (step < 0 && edge.Source.RootIfAny is null)
        {
            attributes.Add("constraint=false");
        }

        return string.Join(", ", attributes);
    }

    private static bool IsUntold(NeighborhoodNode node) => node is MoreNeighbors or MoreSteps;

    private string LabelOf(string label)
    {
        if (!isLabelled)
        {
            return $"edgetooltip={DotText.Quoted(label)}";
        }

        // Kept off its arrow by a space that browsers keep too.
        var shown = $"label={DotText.Quoted("\u00A0" + label.ShortenedTo(DotStyle.MaxNameCharacters))}";
        return label.Length > DotStyle.MaxNameCharacters ? $"{shown}, labeltooltip={DotText.Quoted(label)}" : shown;
    }
}

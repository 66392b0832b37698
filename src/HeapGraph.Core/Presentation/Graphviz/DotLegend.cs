using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>A row of small boxes below the picture that explains what occurs in it, and nothing else.</summary>
internal static class DotLegend
{
    private const int LeastFontSize = 8;
    private const int MostNodesForLeast = 40;   // a picture of more is looked at from farther away, or smaller

    public static void Write(
        TextWriter output,
        BidirectionalGraph<NeighborhoodNode, PictureEdge> graph,
        PictureOptions options,
        bool hasCycles,
        IEnumerable<string> missing)
    {
        var (nodes, theme) = (graph.Vertices.ToArray(), options.Theme);
        var cells = new List<string>();
        AddWhen(node => node is ObjectNode { Role: ObjectRole.Target }, Cell(theme.Own.Fill, theme.Chosen, theme.Chosen, "<b>chosen</b>"));
        AddWhen(node => node is ObjectNode { Role: ObjectRole.Start }, Cell(theme.Own.Fill, theme.Ink, theme.Ink, "<b>from here</b>"));
        AddWhen(IsPlain(isOwn: true), Cell(theme.Own.Fill, theme.Own.Text, theme.Outline, "<b>the program's own</b>"));
        AddWhen(IsPlain(isOwn: false), Cell(theme.Framework.Fill, theme.Framework.Text, theme.Outline, Array.Exists(nodes, IsOfLibrary) ? "libraries, .NET, strings, arrays" : ".NET, strings, arrays"));
        AddWhen(node => node is ObjectNode { RetainedBytes: not null }, Words(theme.Ink, "<b>retains</b>: what would be freed if it went"));
        foreach (var look in nodes.Where(node => node.RootIfAny is not null).Select(node => RootLook.Of(node.RootIfAny!.Value.Kind)).DistinctBy(look => look.Family))
        {
            var (fill, text) = look.ColoursIn(theme);
            cells.Add(Cell(fill, text, text, look.Family.EndsWith("root", StringComparison.Ordinal) ? look.Family : $"root: {look.Family}"));
        }

        AddWhen(
            node => node is ObjectNode { IsHighlighted: true, Role: not ObjectRole.Target } or MoreObjects { IsHighlighted: true },
            Cell(theme.Highlight.Fill, theme.Highlight.Text, theme.Highlight.Text, "highlighted"));
        AddWhen(node => node.TypeIfAny is { } type && (type.Traits & HeapTypeTraits.Finalizable) != 0, Cell(theme.Background, theme.Ink, theme.Chosen, "has a finalizer", "dotted"));
        AddWhen(node => node is MoreObjects, Cell(theme.Framework.Fill, theme.Framework.Text, theme.Outline, "N × equal ones, bytes in all"));
        AddWhen(node => node is MoreNeighbors or MoreSteps, Cell(theme.Hidden.Fill, theme.Hidden.Text, theme.Hidden.Fill, "not shown"));
        if (options.Refcounts)
        {
            AddWhen(node => node is ObjectNode, Words(theme.Faint, "[n]: n referrers"));
        }

        if (graph.EdgeCount > 0)
        {
            cells.Add(Words(theme.Faint, "A → B: A refers to B"));
        }

        if (graph.Edges.Any(edge => edge.Strength == ReferenceStrength.Weak))
        {
            cells.Add(Words(theme.Faint, "- - → weak: keeps nothing alive"));
        }

        if (graph.Edges.Any(edge => edge.Strength == ReferenceStrength.Dependent))
        {
            cells.Add(Words(theme.Faint, "- - → dependent: keeps alive while its key lives"));
        }

        if (hasCycles)
        {
            cells.Add(Words(theme.Cycle, "- - ▷ closes a cycle"));
        }

        var sentences = missing.Select(sentence =>
            $"<tr><td border=\"0\" align=\"left\" colspan=\"{cells.Count}\"><font color=\"{theme.Chosen}\">{DotText.Html(sentence.Printable)}</font></td></tr>");
        var fontSize = (int)(LeastFontSize * Math.Sqrt(Math.Max(1, nodes.Length / (double)MostNodesForLeast)));
        output.Write($"""
              labelloc=b;
              fontsize={fontSize};
              label=<<table border="0" cellborder="1" cellspacing="4" cellpadding="2"><tr>{string.Concat(cells)}</tr>{string.Concat(sentences)}</table>>;

            """);

        void AddWhen(Predicate<NeighborhoodNode> occurs, string cell)
        {
            if (Array.Exists(nodes, occurs))
            {
                cells.Add(cell);
            }
        }
    }

    private static Predicate<NeighborhoodNode> IsPlain(bool isOwn) =>
        node => node is ObjectNode { Role: ObjectRole.Neighbor, IsHighlighted: false } && DotStyle.IsOwn(node) == isOwn;

    // Told apart from the program's own only where the user named that one's namespaces.
    private static bool IsOfLibrary(NeighborhoodNode node) => IsPlain(isOwn: false)(node) && node.TypeIfAny is { IsInOwnNamespace: false } type && !FrameworkNames.Owns(type) && !FrameworkNames.IsCollection(type);

    private static string Cell(string fill, string text, string outline, string words, string border = "solid") =>
        $"<td bgcolor=\"{fill}\" color=\"{outline}\" style=\"{border}\"><font color=\"{text}\">{words}</font></td>";

    private static string Words(string colour, string words) => $"<td border=\"0\"><font color=\"{colour}\">{words}</font></td>";
}

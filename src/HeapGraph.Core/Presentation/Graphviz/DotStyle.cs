using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>objgraph's look: boxes that darken with the distance from the chosen object, which is bold; roots in the
/// shape of their kind, finalizable objects dotted twice, equal siblings a stack of boxes, what is hidden a small red box.</summary>
internal sealed class DotStyle(ReferenceDirection direction, PictureOptions options)
{
    public const int MaxNameCharacters = 60;
    private const int MaxValueCharacters = 43;   // 40 of a string, an ellipsis and its quotation marks
    private const int LongestRootLine = 40;
    private readonly PictureTheme _theme = options.Theme;

    /// <summary>The attributes of a box.</summary>
    public string Of(NeighborhoodNode node) => node switch
    {
        { Kind: NeighborhoodNodeKind.More, Type: { } type } => OfFold(node, type),
        { Kind: NeighborhoodNodeKind.More, Root: { } root } =>
            OfRoot(root, [$"{node.HiddenCount:N0} × {Wording.Of(root.Kind)}"], $"{node.HiddenCount:N0} roots, the first: {Wording.Of(root)}"),
        { Kind: NeighborhoodNodeKind.More } => OfMore(node),
        { Kind: NeighborhoodNodeKind.Root, Root: { } root } =>
            OfRoot(root, [Wording.Of(root.Kind), .. LinesOf(root)], Wording.Of(root)),
        _ => OfObject(node, node.Type!),
    };

    private string OfObject(NeighborhoodNode node, HeapType type)
    {
        List<string> lines = [NameOf(type)];
        if (options.Refcounts)
        {
            lines[0] += $" [{node.ReferrerCount:N0}]";
        }

        if (node.Value?.Printable is { } value)
        {
            lines.Add(value.CutAfter(MaxValueCharacters));
        }

        if (options.Addresses)
        {
            lines.Add($"{node.Address:x}");
        }

        lines.Add(Wording.SizeOf(node));
        if (node.ExtraInfo?.Printable is { Length: > 0 } told)
        {
            lines.Add(told.ShortenedTo(MaxNameCharacters));
        }

        return $"label={DotText.Quoted(lines)}, {ColoursOf(node)}{LineOf(node, type)}, "
            + $"tooltip={DotText.Quoted($"{type.Name.Printable} {node.Address:x}")}{UrlOf(node, type)}{ExtraOf(node)}";
    }

    private string OfFold(NeighborhoodNode node, HeapType type) =>
        $"label={DotText.Quoted([$"{node.HiddenCount:N0} × {NameOf(type)}", node.Bytes.AsByteSize])}, shape=box3d, style=filled, {ColoursOf(node)}, "
        + $"tooltip={DotText.Quoted($"{node.HiddenCount:N0} × {type.Name.Printable}")}";

    private string OfRoot(HeapRoot root, IEnumerable<string> lines, string tooltip)
    {
        var look = RootLook.Of(root.Kind);
        var (fill, text) = look.ColoursIn(_theme);
        return $"label={DotText.Quoted(lines)}, shape={look.Shape}, style=\"{(look.IsDashed ? "filled,dashed" : "filled")}\""
            + $"{(look.Lines > 1 ? $", peripheries={look.Lines}" : "")}, fillcolor=\"{fill}\", fontcolor=\"{text}\", color=\"{text}\", "
            + $"tooltip={DotText.Quoted(tooltip)}";
    }

    /// <summary>A long static's name with its field on a line of its own.</summary>
    private static IEnumerable<string> LinesOf(HeapRoot root)
    {
        var name = Wording.NameOf(root);
        var field = name.LastIndexOf('.');
        return root.IsNamedStatic && name.Length > LongestRootLine && field > 0
            ? [name[..field].ShortenedTo(LongestRootLine), name[field..].ShortenedTo(LongestRootLine)]
            : [name.ShortenedTo(MaxNameCharacters)];
    }

    private string OfMore(NeighborhoodNode node) =>
        $"label={DotText.Quoted([Wording.MoreOf(node, direction), .. node.Bytes > 0 ? (string[])[node.Bytes.AsByteSize] : []])}, "
        + $"style=filled, fillcolor=\"{_theme.Hidden.Fill}\", fontcolor=\"{_theme.Hidden.Text}\", color=\"{_theme.Hidden.Fill}\", "
        + "fontsize=8, height=0.2, margin=\"0.06,0.03\"";

    private string NameOf(HeapType type) => Wording.NameOf(type, options.ShortNames).ShortenedTo(MaxNameCharacters);

    private string ColoursOf(NeighborhoodNode node)
    {
        var (fill, text) = node.Kind == NeighborhoodNodeKind.Target ? (_theme.FillAtDepth(0), _theme.Chosen)
            : node.Kind == NeighborhoodNodeKind.Start ? (_theme.FillAtDepth(0), _theme.Ink)
            : node.IsHighlighted ? _theme.Highlight
            : (_theme.FillAtDepth(node.Depth), _theme.TextAtDepth(node.Depth));
        return $"fillcolor=\"{fill}\", fontcolor=\"{text}\"";
    }

    private string LineOf(NeighborhoodNode node, HeapType type)
    {
        var line = (type.Traits & HeapTypeTraits.Finalizable) != 0 ? ", peripheries=2, style=\"filled,dotted\"" : "";
        return node.Kind == NeighborhoodNodeKind.Target ? $"{line}, color=\"{_theme.Chosen}\", penwidth=2.5, fontname=\"Helvetica-Bold\""
            : node.Kind == NeighborhoodNodeKind.Start ? $"{line}, color=\"{_theme.Ink}\", penwidth=2.5, fontname=\"Helvetica-Bold\""
            : node.IsHighlighted ? $"{line}, color=\"{_theme.Highlight.Text}\", penwidth=2.5"
            : line.Length > 0 ? $"{line}, color=\"{_theme.Chosen}\"" : "";
    }

    private static string ExtraOf(NeighborhoodNode node) =>
        string.Concat((node.ExtraAttributes ?? new Dictionary<string, string>()).Select(attribute => $", {DotText.Quoted(attribute.Key)}={DotText.Quoted(attribute.Value)}"));

    private string UrlOf(NeighborhoodNode node, HeapType type) => options.UrlTemplate is null ? ""
        : $", target=\"_blank\", URL={DotText.Quoted(LinkTemplate.Filled(options.UrlTemplate, type, node.Address))}";
}

using System.Diagnostics;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The look of boxes: how much an object retains stands large where that is known; the program's own types on the page's shade with
/// bold names, .NET's in grey; the chosen object in red, roots in the shape of their kind, finalizable objects dotted twice, equal siblings
/// a stack of boxes, what is hidden a small red box.</summary>
internal sealed class DotStyle(ReferenceDirection direction, PictureOptions options)
{
    public const int MaxNameCharacters = 60;
    private const int MaxValueCharacters = 43;   // 40 of a string, an ellipsis and its quotation marks
    private const int LongestRootLine = 40;
    private const int LargeFont = 13, SmallFont = 8;
    private const double LeastShare = 0.0005;   // less is 0.0 %
    private readonly PictureTheme _theme = options.Theme;

    /// <summary>The attributes of a box.</summary>
    public string Of(NeighborhoodNode node) => node switch
    {
        ObjectNode shown => OfObject(shown),
        RootNode { Root: var root } => OfRoot(root, [Wording.Of(root.Kind), .. LinesOf(root)], Wording.Of(root)),
        MoreObjects fold => OfFold(fold),
        MoreRoots { First: var root, HiddenCount: var count } =>
            OfRoot(root, [$"{count:N0} × {Wording.Of(root.Kind)}"], $"{count:N0} roots, the first: {Wording.Of(root)}"),
        MoreNode more => OfMore(more),
        _ => throw new UnreachableException(),
    };

    private string OfObject(ObjectNode node)
    {
        var type = node.Type;
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

        if (node.RetainedBytes is null)
        {
            lines.Add(Wording.SizeOf(node));
        }

        if (node.ExtraInfo?.Printable is { Length: > 0 } told)
        {
            lines.Add(told.ShortenedTo(MaxNameCharacters));
        }

        return $"label={LabelOf(node, lines)}, {ColoursOf(node)}{LineOf(node)}, "
            + $"tooltip={DotText.Quoted($"{type.Name.Printable} {node.Address:x}")}{UrlOf(node)}{ExtraOf(node)}";
    }

    /// <summary>What it retains above all else, in large letters; its own size below in small ones.</summary>
    private static string LabelOf(ObjectNode node, IReadOnlyList<string> lines)
    {
        if (node.RetainedBytes is null)
        {
            return DotText.Quoted(lines);
        }

        var generation = node.Generation is { } known ? $", {Wording.Of(known)}" : "";
        string[] html =
        [
            Large(RetainedOf(node)),
            .. lines.Select(DotText.Html),
            $"<font point-size=\"{SmallFont}\">{node.Bytes.AsByteSize} itself{generation}</font>",
        ];
        return $"<{string.Join("<br/>", html)}>";
    }

    /// <summary>What is read first, inside an HTML-like label.</summary>
    public static string Large(string text) => $"<font point-size=\"{LargeFont}\"><b>{DotText.Html(text)}</b></font>";

    /// <summary>"retains 539.1 MB (99.9 %)"; the share where it is one.</summary>
    public static string RetainedOf(ObjectNode node) =>
        $"retains {node.RetainedBytes!.Value.AsByteSize}{(node.RetainedShare is >= LeastShare and var share ? $" ({100 * share:0.0} %)" : "")}";

    private string OfFold(MoreObjects node) =>
        $"label={DotText.Quoted([$"{node.HiddenCount:N0} × {NameOf(node.Type)}", node.Bytes.AsByteSize])}, shape=box3d, style=filled, {ColoursOf(node)}, "
        + $"tooltip={DotText.Quoted($"{node.HiddenCount:N0} × {node.Type.Name.Printable}")}";

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
            ? [name[..field].WithoutArgumentsBeyond(LongestRootLine).ShortenedTo(MaxNameCharacters), name[field..].ShortenedTo(MaxNameCharacters)]
            : [name.WithoutArgumentsBeyond(MaxNameCharacters).ShortenedTo(MaxNameCharacters)];
    }

    private string OfMore(MoreNode node) =>
        $"label={DotText.Quoted([Wording.MoreOf(node, direction), .. node.Bytes > 0 ? (string[])[node.Bytes.AsByteSize] : []])}, "
        + $"style=filled, fillcolor=\"{_theme.Hidden.Fill}\", fontcolor=\"{_theme.Hidden.Text}\", color=\"{_theme.Hidden.Fill}\", "
        + "fontsize=8, height=0.2, margin=\"0.06,0.03\"";

    private string NameOf(HeapType type) => Wording.NameOf(type, options.ShortNames).WithoutArgumentsBeyond(MaxNameCharacters).ShortenedTo(MaxNameCharacters);

    private string ColoursOf(NeighborhoodNode node)
    {
        var (fill, text) = node switch
        {
            ObjectNode { Role: ObjectRole.Target } => (_theme.Own.Fill, _theme.Chosen),
            ObjectNode { Role: ObjectRole.Start } => (_theme.Own.Fill, _theme.Ink),
            ObjectNode { IsHighlighted: true } or MoreObjects { IsHighlighted: true } => _theme.Highlight,
            _ => IsOwn(node) ? _theme.Own : _theme.Framework,
        };
        return $"fillcolor=\"{fill}\", fontcolor=\"{text}\"";
    }

    private string LineOf(ObjectNode node)
    {
        var line = (node.Type.Traits & HeapTypeTraits.Finalizable) != 0 ? ", peripheries=2, style=\"filled,dotted\"" : "";
        return node.Role == ObjectRole.Target ? $"{line}, color=\"{_theme.Chosen}\", penwidth=2.5, fontname=\"Helvetica-Bold\""
            : node.Role == ObjectRole.Start ? $"{line}, color=\"{_theme.Ink}\", penwidth=2.5, fontname=\"Helvetica-Bold\""
            : node.IsHighlighted ? $"{line}, color=\"{_theme.Highlight.Text}\", penwidth=2.5"
            : (line.Length > 0 ? $"{line}, color=\"{_theme.Chosen}\"" : "") + (IsOwn(node) ? ", fontname=\"Helvetica-Bold\"" : "");
    }

    /// <summary>Whether it is an object of the program's own, not of .NET or a string or array.</summary>
    internal static bool IsOwn(NeighborhoodNode node) =>
        node.TypeIfAny is { } type && FrameworkNames.IsOwn(type);

    private static string ExtraOf(ObjectNode node) =>
        string.Concat((node.ExtraAttributes ?? new Dictionary<string, string>()).Select(attribute => $", {DotText.Quoted(attribute.Key)}={DotText.Quoted(attribute.Value)}"));

    private string UrlOf(ObjectNode node) => options.UrlTemplate is null ? ""
        : $", target=\"_blank\", URL={DotText.Quoted(LinkTemplate.Filled(options.UrlTemplate, node.Type, node.Address))}";
}

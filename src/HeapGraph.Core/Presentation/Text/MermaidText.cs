using System.Diagnostics;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>A picture in Mermaid's language, which GitHub and GitLab draw inside an issue: in a block of code that says <c>mermaid</c>.
/// Arrows go from the referrer down, as in <see cref="DotWriter"/>'s.</summary>
/// <remarks>Their pages draw up to 500 arrows and 50,000 characters.</remarks>
internal static class MermaidText
{
    private const int MostArrows = 500, MostCharacters = 50_000;

    private static readonly Dictionary<char, string> EntityByLetter = new()
    {
        ['"'] = "&quot;", ['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['`'] = "&grave;", ['\\'] = "&bsol;", ['|'] = "&vert;", [';'] = "&semi;", ['#'] = "&num;",
        ['%'] = "&percnt;",   // %%{ … }%% would set up the drawing, wherever it stands
    };

    /// <summary>Writes the picture, equal siblings folded. The same picture gives the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="picture">Nodes and arrows.</param>
    /// <param name="remarks">What the picture lacks; it stands in a box of its own.</param>
    /// <param name="look">What to show.</param>
    public static void Write(TextWriter output, ReferenceNeighborhood picture, IEnumerable<Remark> remarks, PictureOptions look)
    {
        var graph = PictureGraph.Of(EqualSiblings.FoldedIn(picture));
        List<string> lines = ["flowchart TB"];
        lines.AddRange(graph.Vertices.Select(node => $"  n{node.Id}{Shaped(node, picture.Direction, look)}:::{ClassOf(node)}"));
        lines.AddRange(graph.Edges.Select(edge => $"  n{edge.Source.Id} {(edge.Strength == ReferenceStrength.Strong ? "-->" : "-.->")}{LabelOf(edge)} n{edge.Target.Id}"));
        var missing = remarks.Select(remark => remark.In(look.Words)).ToList();
        if (graph.EdgeCount > MostArrows || lines.Sum(line => line.Length + 1) > MostCharacters)
        {
            missing.Add($"GitHub and GitLab draw no more than {MostArrows} arrows and {MostCharacters:N0} characters; this is more.");
        }

        if (missing.Count > 0)
        {
            lines.Add($"  missing[{Quoted(missing, longest: int.MaxValue)}]:::more");
        }

        lines.AddRange(
        [
            "  classDef object fill:#eef2f7,stroke:#64748b,color:#0f172a",
            "  classDef target fill:#ffffff,stroke:#b91c1c,stroke-width:3px,color:#0f172a",
            "  classDef highlighted fill:#dbeafe,stroke:#1d4ed8,stroke-width:3px,color:#0f172a",
            "  classDef root fill:#dcfce7,stroke:#15803d,color:#0f172a",
            "  classDef more fill:#ffffff,stroke:#b91c1c,stroke-dasharray:4 3,color:#b91c1c",
        ]);
        lines.ForEach(line => output.Write($"{line}\n"));
    }

    private static string Shaped(NeighborhoodNode node, ReferenceDirection direction, PictureOptions look) => node switch
    {
        ObjectNode shown => $"[{Quoted(ObjectLines(shown, look))}]",
        RootNode { Root: var root } => RootShape(root, Quoted([Wording.Of(root.Kind), Wording.NameOf(root)])),
        MoreRoots more => $"([{Quoted([$"{more.HiddenCount:N0} × {Wording.Of(more.First.Kind)}"])}])",
        MoreObjects more => $"[{Quoted([$"{more.HiddenCount:N0} × {Wording.NameOf(more.Type, look.ShortNames)}", more.Bytes.AsByteSize])}]",
        MoreNode more => $"[{Quoted([Wording.MoreOf(more, direction), .. SizeIf(more.Bytes > 0, more)])}]",
        _ => throw new UnreachableException(),
    };

    private static string RootShape(HeapRoot root, string label) => root.Kind switch
    {
        HeapRootKind.Static or HeapRootKind.ThreadStatic => $"[({label})]",
        HeapRootKind.Stack => $"[[{label}]]",
        _ => $"([{label}])",
    };

    private static IEnumerable<string> ObjectLines(ObjectNode node, PictureOptions look)
    {
        if (node.RetainedBytes is not null)
        {
            yield return DotStyle.RetainedOf(node);
        }

        yield return Wording.NameOf(node.Type, look.ShortNames) + (look.Refcounts ? $" [{node.ReferrerCount:N0}]" : "");
        if (node.Value is { } value)
        {
            yield return value;
        }

        if (look.Addresses)
        {
            yield return $"{node.Address:x}";
        }

        yield return node.RetainedBytes is null ? Wording.SizeOf(node) : $"{node.Bytes.AsByteSize} itself{(node.Generation is { } generation ? $", {Wording.Of(generation)}" : "")}";
        if (node.ExtraInfo is { Length: > 0 } told)
        {
            yield return told;
        }
    }

    private static IEnumerable<string> SizeIf(bool isKnown, NeighborhoodNode node) => isKnown ? [node.Bytes.AsByteSize] : [];

    private static string ClassOf(NeighborhoodNode node) => node switch
    {
        ObjectNode { Role: ObjectRole.Target or ObjectRole.Start } => "target",
        ObjectNode { IsHighlighted: true } => "highlighted",
        ObjectNode => "object",
        RootNode => "root",
        _ => "more",
    };

    private static string LabelOf(PictureEdge edge) =>
        edge.HiddenCount > 0 ? $"|{Quoted([$"{edge.HiddenCount:N0} more"])}|" : edge.Label is { Length: > 0 } label ? $"|{Quoted([label])}|" : "";

    // What Mermaid or the page that it stands in would read as its own is written by name. (By number, as in #60;, some versions show the number.)
    private static string Quoted(IEnumerable<string> lines, int longest = DotStyle.MaxNameCharacters) => $"\"{string.Join("<br>", lines.Select(line =>
        string.Concat(line.Printable.ShortenedTo(longest).Select(letter => EntityByLetter.GetValueOrDefault(letter, $"{letter}")))))}\"";
}

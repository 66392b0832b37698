using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Writes a picture in Graphviz's language. Arrows go from the referrer down to what it refers to, so that
/// the chosen object stands at the bottom of <c>backrefs</c> and at the top of <c>refs</c>.</summary>
internal static class DotWriter
{
    /// <summary>Writes the picture. The same graph gives the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="graph">What.</param>
    /// <param name="direction">Which way the references were followed.</param>
    /// <param name="options">What to show.</param>
    /// <param name="missing">Sentences about what the picture lacks; they stand below it.</param>
    public static void Write(
        TextWriter output,
        BidirectionalGraph<NeighborhoodNode, PictureEdge> graph,
        ReferenceDirection direction,
        PictureOptions options,
        IEnumerable<string>? missing = null) =>
        Write(output, graph, direction, options, missing ?? [], PictureLayout.For(graph, options));

    internal static void Write(
        TextWriter output,
        BidirectionalGraph<NeighborhoodNode, PictureEdge> graph,
        ReferenceDirection direction,
        PictureOptions options,
        IEnumerable<string> missing,
        PictureLayout layout)
    {
        var theme = options.Theme;
        output.Write($$"""
            digraph heapgraph {
              graph [{{layout.Attributes}}, bgcolor="{{theme.Background}}", fontname="Helvetica", fontcolor="{{theme.Ink}}", pad=0.2, nodesep=0.2, ranksep=0.45];
              node [shape=box, style="filled,rounded", fontname="Helvetica", fontsize=10, color="{{theme.Outline}}", height=0.3, margin="0.12,0.06"];
              edge [fontname="Helvetica", fontsize=9, color="{{theme.Faint}}", fontcolor="{{theme.Faint}}", arrowsize=0.7];

            """);
        var boxes = new DotStyle(direction, options);
        foreach (var node in graph.Vertices)
        {
            output.Write($"  n{node.Id} [{boxes.Of(node)}];\n");
        }

        var closing = ClosingArrows.Of(graph, direction);
        var arrows = new DotArrowStyle(direction, theme, closing, layout.IsLabelled);
        var lengths = layout.IsStaggered ? StaggeredLeaves.LengthsIn(graph) : [];
        foreach (var edge in graph.Edges)
        {
            var length = lengths.TryGetValue(edge, out var levels) ? $"minlen={levels}" : "";
            output.Write($"  n{edge.Source.Id} -> n{edge.Target.Id} [{string.Join(", ", ((string[])[arrows.Of(edge), length]).Where(text => text.Length > 0))}];\n");
        }

        DotLegend.Write(output, graph, options, closing.Any(edge => edge.Strength == ReferenceStrength.Strong), [.. missing, .. layout.Remark is null ? (string[])[] : [layout.Remark.In(options.Words)]]);
        output.Write("}\n");
    }
}

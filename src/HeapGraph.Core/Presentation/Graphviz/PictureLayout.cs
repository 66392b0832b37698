using HeapGraph.Core.Presentation.Words;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>How Graphviz lays a picture out. Its layered layout is the one to read, but superlinear in the arrows that
/// cross others and in their labels; the limits are what it draws in a few seconds.</summary>
/// <param name="Attributes">Graphviz's attributes of the graph.</param>
/// <param name="IsStaggered">Whether leaves stand in several rows: where levels stand below each other.</param>
/// <param name="IsLabelled">Whether arrows have labels; otherwise tooltips.</param>
/// <param name="Remark">What the reader of the picture should know of it; null when it is the best there is.</param>
internal sealed record PictureLayout(string Attributes, bool IsStaggered, bool IsLabelled, Remark? Remark)
{
    /// <summary>Arrows beyond those of a tree: 300 objects in a tree are drawn in a second, with 400 more arrows in ten.</summary>
    private const int MostForLabels = 200;
    private const int MostForLayers = 450;

    /// <summary>How much wider than a page a picture may be before it is read from side to side instead.</summary>
    private const double WorstWidth = 2.2;

    /// <summary>Springs and straight lines: no up and down, but a picture of any size.</summary>
    public static PictureLayout OfSprings { get; } = new(
        "layout=sfdp, overlap=prism, splines=line, K=1.2, outputorder=edgesfirst", IsStaggered: false, IsLabelled: false,
        Words.Remark.With($"Drawn without labels and not level by level, since it has so many arrows; fewer show more: {Term.MaxNodes}, {Term.TooMany}, {Term.MaxDepth}."));

    /// <summary>The best layout for a picture that ends in time.</summary>
    public static PictureLayout For(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph, PictureOptions options)
    {
        var size = new PictureSize(graph, options);

        // Of two bad shapes the high one is easier to read.
        var isTurned = size.WidthToPage > WorstWidth && size.HeightToPageTurned < 2 * size.WidthToPage;
        var turned = isTurned ? "rankdir=LR" : "rankdir=TB";
        return (graph.EdgeCount - graph.VertexCount) switch
        {
            // nslimit, mclimit and maxiter bound what Graphviz spends on straightening and on crossings.
            <= MostForLabels => new($"{turned}, nslimit=10, nslimit1=10, mclimit=1, maxiter=1000", IsStaggered: !isTurned, IsLabelled: true, Remark: null),
            <= MostForLayers => new($"{turned}, nslimit=1, nslimit1=1, mclimit=0.2, maxiter=200, splines=line", IsStaggered: !isTurned, IsLabelled: false,
                Words.Remark.With($"Drawn straight and without labels, since it has so many arrows; fewer show them: {Term.MaxNodes}, {Term.TooMany}, {Term.MaxDepth}.")),
            _ => OfSprings,
        };
    }
}

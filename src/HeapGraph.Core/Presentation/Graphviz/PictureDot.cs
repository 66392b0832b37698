using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>A picture in Graphviz's language, with a layout that suits its size.</summary>
internal sealed class PictureDot
{
    private readonly BidirectionalGraph<NeighborhoodNode, PictureEdge> _graph;
    private readonly ReferenceDirection _direction;
    private readonly IReadOnlyList<string> _missing;
    private readonly PictureOptions _options;
    private readonly PictureLayout _layout;

    private PictureDot(
        BidirectionalGraph<NeighborhoodNode, PictureEdge> graph,
        ReferenceDirection direction,
        IReadOnlyList<string> missing,
        PictureOptions options,
        PictureLayout layout)
    {
        (_graph, _direction, _missing, _options, _layout) = (graph, direction, missing, options, layout);
        using var output = new StringWriter();
        DotWriter.Write(output, graph, direction, options, missing, layout);
        Text = output.ToString();
    }

    /// <summary>The picture in Graphviz's language.</summary>
    public string Text { get; }

    /// <summary>What is plainer in it than usual; null as a rule.</summary>
    public string? Remark => _layout.Remark?.In(_options.Words);

    /// <summary>A picture with equal siblings folded and the best layout that ends in time.</summary>
    /// <param name="picture">Nodes and arrows.</param>
    /// <param name="missing">Sentences about what the picture lacks; they stand below it.</param>
    /// <param name="options">What to show.</param>
    public static PictureDot Of(ReferenceNeighborhood picture, IEnumerable<Remark> missing, PictureOptions options)
    {
        var graph = PictureGraph.Of(EqualSiblings.FoldedIn(picture));
        return new PictureDot(graph, picture.Direction, [.. missing.Select(remark => remark.In(options.Words))], options, PictureLayout.For(graph, options));
    }

    /// <summary>Whether there is a cheaper layout.</summary>
    public bool HasPlainer => _layout != PictureLayout.OfSprings;

    /// <summary>The same with the cheapest layout.</summary>
    public PictureDot Plainer() => new(_graph, _direction, _missing, _options, PictureLayout.OfSprings);
}

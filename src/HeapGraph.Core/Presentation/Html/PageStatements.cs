using HeapGraph.Core.Presentation.Graphviz;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>The boxes and arrows of a picture as statements of Graphviz's language, those that are seen at first and those that
/// appear on unfolding. At first they make up the very picture that <see cref="DotWriter"/> writes.</summary>
internal sealed class PageStatements
{
    // How a picture looks may depend on its size: what appears on unfolding is styled in pieces of the size that is usual.
    private const int PieceSize = 150;

    private readonly HtmlView _view;
    private readonly Dictionary<int, string> _boxes = [];
    private readonly List<(PictureEdge Edge, string Text)> _arrows = [];

    public PageStatements(HtmlView view)
    {
        _view = view;
        var (shown, whole) = (view.Picture.Shown, view.Picture.Whole);
        var frame = DotStatements.Of(DotOf(view));
        (Head, Tail) = (frame.Head, frame.Tail);
        Add(frame, PictureGraph.Of(shown));
        foreach (var nodes in whole.Nodes.Skip(shown.Nodes.Count).Chunk(PieceSize))
        {
            AddPiece(nodes, []);
        }

        var isHidden = PictureGraph.Of(whole).Edges.Where(edge => Math.Max(edge.Source.Id, edge.Target.Id) >= shown.Nodes.Count);
        foreach (var edges in isHidden.Chunk(PieceSize))
        {
            AddPiece(edges.SelectMany(edge => new[] { edge.Source, edge.Target }).Distinct(), edges);
        }
    }

    /// <summary>What comes before the boxes.</summary>
    public string Head { get; }

    /// <summary>What comes after the arrows.</summary>
    public string Tail { get; }

    /// <summary>The arrows with their statements.</summary>
    public IReadOnlyList<(PictureEdge Edge, string Text)> Arrows => _arrows;

    /// <summary>The statement of a node's box.</summary>
    public string this[int node] => _boxes[node];

    /// <summary>The picture as it is seen at first, in Graphviz's language.</summary>
    public static string DotOf(HtmlView view) => DotOf(PictureGraph.Of(view.Picture.Shown), view);

    private static string DotOf(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph, HtmlView view)
    {
        using var output = new StringWriter();
        DotWriter.Write(output, graph, view.Picture.Shown.Direction, view.Options, view.Missing.Select(remark => remark.In(view.Options.Words)));
        return output.ToString();
    }

    private void AddPiece(IEnumerable<NeighborhoodNode> nodes, IEnumerable<PictureEdge> edges)
    {
        var graph = new BidirectionalGraph<NeighborhoodNode, PictureEdge>(allowParallelEdges: true);
        graph.AddVertexRange(nodes);
        graph.AddEdgeRange(edges);
        Add(DotStatements.Of(DotOf(graph, _view)), graph);
    }

    private void Add(DotStatements statements, BidirectionalGraph<NeighborhoodNode, PictureEdge> graph)
    {
        foreach (var (id, text) in statements.Nodes)
        {
            _boxes.TryAdd(id, text);
        }

        _arrows.AddRange(graph.Edges.Zip(statements.Edges, (edge, statement) => (edge, statement.Text)));
    }
}

using System.Text;
using HeapGraph.Core.Heaps.Results;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using QuikGraph;

namespace HeapGraph;

/// <summary>Objects and the references between them: a picture, and a graph for QuikGraph's algorithms.</summary>
public abstract class HeapPicture : HeapResult, IPictured
{
    internal HeapPicture(string target, PictureOptions look)
        : base(target) => (Look, Words) = (look, look.Words);

    /// <summary>The boxes: objects, GC roots, and "N more" for what is not shown.</summary>
    public IReadOnlyList<NeighborhoodNode> Nodes => Picture.Nodes;

    /// <summary>The arrows, from the referrer to what it refers to, by places in <see cref="Nodes"/>.</summary>
    public IReadOnlyList<NeighborhoodEdge> Edges => Picture.Edges;

    internal PictureOptions Look { get; }

    internal abstract ReferenceNeighborhood Picture { get; }

    /// <summary>Adds to what is drawn how much each object retains; null where nobody can tell.</summary>
    internal Func<ReferenceNeighborhood, ReferenceNeighborhood>? Weigh { get; init; }

    /// <summary>The picture as it is drawn.</summary>
    internal ReferenceNeighborhood Drawn => field ??= Weigh?.Invoke(Picture) ?? Picture;

    internal abstract IReadOnlyList<Remark> Missing { get; }

    internal abstract string Command { get; }

    string IPictured.Command => Command;

    ReferenceNeighborhood IPictured.Picture => Drawn;

    IReadOnlyList<Remark> IPictured.Missing => Missing;

    PictureOptions IPictured.Look => Look;

    IReadOnlyList<HtmlView> IPictured.Views() => Views();

    /// <summary>The picture in Graphviz's language. Arrows go from the referrer down to what it refers to.</summary>
    public string ToDot() => Drawing.Text;

    /// <summary>The picture as SVG, drawn by Graphviz's <c>dot</c>, which gets 20 seconds: what takes longer is drawn plainer. It begins with <c>&lt;svg</c>: a file of its
    /// own, and a part of an HTML page just as well.</summary>
    /// <exception cref="GraphvizException">Graphviz is missing, failed or took too long; its hint says what to do.</exception>
    /// <example><code>File.WriteAllText("refs.svg", heap.BackReferences(objects).ToSvg());</code></example>
    public string ToSvg()
    {
        var svg = Encoding.UTF8.GetString(PictureFile.DrawInTime(Drawing, "svg", CancellationToken.None, out _));
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
    }

    /// <summary>The picture as a QuikGraph graph, so that the algorithms of that library apply: boxes as vertices, arrows with their labels as
    /// edges. Parallel arrows are kept, up to a few per pair of boxes; one more stands for all others.</summary>
    /// <remarks>A new graph with each call; yours to change.</remarks>
    /// <example><code>
    /// var graph = heap.BackReferences(objects, maxDepth: 10).ToQuikGraph();
    /// var isCyclic = !graph.IsDirectedAcyclicGraph();
    /// </code></example>
    public BidirectionalGraph<NeighborhoodNode, PictureEdge> ToQuikGraph() => PictureGraph.Of(Picture);

    internal virtual IReadOnlyList<HtmlView> Views() => [PictureViews.Closed(Drawn, Missing, Look)];

    internal override string Html()
    {
        try
        {
            return ToSvg();
        }
        catch (GraphvizException failure)
        {
            return TableHtml.Preformatted($"{ToString(Look.ShortNames)}\n{failure.Message} {Words.Of(failure.Remedy)}");
        }
    }

    private PictureDot Drawing => PlainText.Invariantly(() => PictureDot.Of(Drawn, Missing, Look));
}

using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Heaps.Results;

/// <summary>What the page of a picture switches between: friendly labels, and the plain fields.</summary>
/// <param name="reading">The heap.</param>
/// <param name="reach">How the picture was walked.</param>
/// <param name="tell">Adds what is to be told of each object besides.</param>
internal sealed class PictureViews(HeapReading reading, NeighborhoodOptions reach, Func<ReferenceNeighborhood, ReferenceNeighborhood> tell)
{
    /// <summary>The only view where the heap is closed: nothing unfolds.</summary>
    public static HtmlView Closed(ReferenceNeighborhood picture, IReadOnlyList<Remark> missing, PictureOptions look) =>
        new("", UnfoldableNeighborhood.Without(picture), look) { Missing = missing };

    /// <summary>Each view, with what unfolds in it.</summary>
    /// <param name="viewOf">Makes one, of a heap with the names to use.</param>
    public IReadOnlyList<HtmlView> Of(Func<HeapSnapshot, NeighborhoodOptions, HtmlView> viewOf)
    {
        var friendly = reading.Read(GraphParts.All);
        var dominators = reading.Dominators();

        // Of plain names the first view is that of the plain fields already.
        return reach.SkipsInnerNodes
            ? (IReadOnlyList<HtmlView>)
            [
                View("Friendly labels", friendly, reach),
                View("Plain fields", new HeapSnapshot(friendly.Target, friendly.Graph, new PlainDetails(friendly.Details)), reach with { SkipsInnerNodes = false }),
            ]
            : [View("Plain fields", friendly, reach)];

        HtmlView View(string name, HeapSnapshot names, NeighborhoodOptions options)
        {
            var view = viewOf(names, options);
            var picture = view.Picture with { Shown = tell(view.Picture.Shown), Whole = tell(view.Picture.Whole) };
            return view with { Name = name, Picture = picture, Dominators = dominators };
        }
    }
}

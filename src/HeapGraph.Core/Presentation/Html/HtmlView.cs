using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>One of the pictures among which the reader of a page can switch.</summary>
/// <param name="Name">What the switch says: <c>Friendly labels</c>, <c>Plain fields</c>.</param>
/// <param name="Picture">What is seen, and what appears on unfolding.</param>
/// <param name="Options">How it looks.</param>
internal sealed record HtmlView(string Name, UnfoldableNeighborhood Picture, PictureOptions Options)
{
    /// <summary>Sentences about what the picture lacks.</summary>
    public IReadOnlyList<Remark> Missing { get; init; } = [.. Wording.MissingFrom(Picture.Shown)];

    /// <summary>What each object keeps alive; null when nobody asked.</summary>
    public DominatorTree? Dominators { get; init; }

    /// <summary>The same as a page draws it: folded, and dark on light, which the page turns round itself.</summary>
    internal HtmlView AsOnPages => this with { Picture = FoldedPage.Of(Picture), Options = Options with { Theme = PictureTheme.Light } };
}

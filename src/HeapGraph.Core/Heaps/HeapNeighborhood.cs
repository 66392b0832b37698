using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph;

/// <summary>What lies around some objects. As a text it is the tree of <c>heapgraph backrefs</c> or <c>refs</c>.</summary>
public sealed class HeapNeighborhood : HeapPicture
{
    internal HeapNeighborhood(string target, ReferenceNeighborhood neighborhood, HeapPictureOptions options)
        : base(target, options) => Picture = neighborhood;

    /// <summary>Which way the references were followed.</summary>
    public ReferenceDirection Direction => Picture.Direction;

    private protected override ReferenceNeighborhood Picture { get; }

    private protected override IEnumerable<string> Missing => Wording.MissingFrom(Picture);

    private protected override TableView View(bool shortNames) => TableView.Of(Target, Picture, shortNames);

    private protected override string Json() => JsonResult.Of(Target, Picture);

    private protected override string Text(bool shortNames) =>
        PlainText.Of(console => NeighborhoodTree.Write(console, Target, Picture, shortNames || Options.ShortNames, Options.Refcounts));

    private protected override void Draw(string path) => PictureFile.Write(path, Target, Picture, Options.Look, CancellationToken.None);
}

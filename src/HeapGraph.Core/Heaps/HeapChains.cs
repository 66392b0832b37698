using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

/// <summary>Why some objects are alive. As a text it is the tree of <c>heapgraph chain</c>.</summary>
public sealed class HeapChains : HeapPicture
{
    private const int MaxSteps = 24;   // of each chain; those in the middle are left out of texts and pictures

    internal HeapChains(string target, ChainReport report, HeapPictureOptions options, Func<ReferenceNeighborhood, ReferenceNeighborhood> tell)
        : base(target, options) => (Report, Picture) = (report, tell(ChainPicture.Of(report, MaxSteps, options.MaxNodes)));

    /// <summary>The chains of each object, and of an object that no root reaches who refers to it.</summary>
    public ChainReport Report { get; }

    /// <summary>All chains, object by object, the shortest first. Each begins at a GC root, or where it was asked to.</summary>
    public IReadOnlyList<ReferenceChain> Chains => [.. Report.Objects.SelectMany(found => found.Chains)];

    private protected override ReferenceNeighborhood Picture { get; }

    private protected override IEnumerable<string> Missing => ChainPicture.MissingFrom(Report, Picture, Options.ShortNames);

    private protected override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    private protected override string Json() => JsonResult.Of(Target, Report);

    private protected override string Text(bool shortNames) =>
        PlainText.Of(console => ChainTree.Write(console, Target, Report, shortNames || Options.ShortNames, MaxSteps));

    private protected override void Draw(string path) => PictureFile.Write(path, Target, Report, Picture, Options.Look, CancellationToken.None);
}

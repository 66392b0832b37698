using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph;

/// <summary>Why some objects are alive. As a text it is the tree of <c>heapgraph chain</c>.</summary>
public sealed class HeapChains : HeapPicture
{
    private readonly int _maxSteps;
    private readonly Lazy<ReferenceNeighborhood> _picture;
    private readonly Func<ReferenceNeighborhood, IReadOnlyList<HtmlView>?>? _views;

    /// <param name="target">The dump or process.</param>
    /// <param name="report">The chains.</param>
    /// <param name="maxSteps">Steps shown of each in texts and pictures; those in the middle are left out.</param>
    /// <param name="look">How a picture of them looks.</param>
    /// <param name="draw">The chains as nodes and arrows.</param>
    /// <param name="views">What a page of that picture switches between; null while the heap is closed.</param>
    internal HeapChains(
        string target,
        ChainReport report,
        int maxSteps,
        PictureOptions look,
        Lazy<ReferenceNeighborhood> draw,
        Func<ReferenceNeighborhood, IReadOnlyList<HtmlView>?>? views = null)
        : base(target, look) => (Report, _maxSteps, _picture, _views) = (report, maxSteps, draw, views);

    /// <summary>The chains of each object, and of an object that no root reaches who refers to it.</summary>
    public ChainReport Report { get; }

    /// <summary>All chains, object by object, the shortest first. Each begins at a GC root, or where it was asked to.</summary>
    public IReadOnlyList<ReferenceChain> Chains => [.. Report.Objects.SelectMany(found => found.Chains)];

    internal override ReferenceNeighborhood Picture => _picture.Value;

    internal override IReadOnlyList<Remark> Missing => [.. ChainPicture.MissingFrom(Report, Picture, Look.ShortNames)];

    internal override string Command => "chain";

    internal override NextCommand? Next => Report.Anchors is { } anchors ? WithoutFewest(anchors) : Report.Objects switch
    {
        [{ Object.Type: { Traits: var traits, Name: var type }, Chains: [{ From: null }, _, ..] }, ..] when (traits & (HeapTypeTraits.Array | HeapTypeTraits.String)) == 0 => new NextCommand.AnchorsOfType(type),
        [{ Chains: [{ From: null, Root: { Kind: HeapRootKind.Static, Name: { } held } }] }, ..] => new NextCommand.HeldByField(held),
        [{ Object: var shown, Chains: [_, ..] }, ..] => new NextCommand.ReferrersOf(shown.Address),
        [{ Object: var shown }, ..] => new NextCommand.ObjectAt(shown.Address),
        _ => null,
    };

    private static NextCommand WithoutFewest(AnchorReport anchors)
    {
        string[] fields = [.. anchors.Fewest.Select(cut => cut.Field).OfType<string>()];
        return fields.Length switch
        {
            0 => new NextCommand.Suspects(),
            1 => new NextCommand.HeldByField(fields[0]),
            _ => new NextCommand.WithoutFields(fields),
        };
    }

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames || Look.ShortNames);

    internal override string Json() => JsonResult.Of(Target, Report);

    internal override void WriteText(IAnsiConsole console, bool shortNames) =>
        ChainTree.Write(console, Target, Report, shortNames || Look.ShortNames, _maxSteps, Words);

    internal override IReadOnlyList<HtmlView> Views() => _views?.Invoke(Picture) ?? base.Views();
}

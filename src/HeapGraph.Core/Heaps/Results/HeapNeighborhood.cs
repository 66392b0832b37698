using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph;

/// <summary>What lies around some objects. As a text it is the tree of <c>heapgraph backrefs</c> or <c>refs</c>.</summary>
public sealed class HeapNeighborhood : HeapPicture
{
    private readonly Func<IReadOnlyList<HtmlView>?>? _views;

    /// <param name="target">The dump or process.</param>
    /// <param name="neighborhood">What is seen.</param>
    /// <param name="look">How it looks.</param>
    /// <param name="views">What a page of it switches between; null while the heap is closed.</param>
    internal HeapNeighborhood(string target, ReferenceNeighborhood neighborhood, PictureOptions look, Func<IReadOnlyList<HtmlView>?>? views = null)
        : base(target, look) => (Picture, _views) = (neighborhood, views);

    /// <summary>Which way the references were followed.</summary>
    public ReferenceDirection Direction => Picture.Direction;

    internal override ReferenceNeighborhood Picture { get; }

    internal override IReadOnlyList<Remark> Missing => [.. Wording.MissingFrom(Picture)];

    internal override string Command => Direction == ReferenceDirection.Referrers ? "backrefs" : "refs";

    internal override NextCommand? Next => Picture.Nodes.OfType<ObjectNode>().FirstOrDefault(node => node.Role == ObjectRole.Target) is not { } shown ? null
        : Direction == ReferenceDirection.Referrers ? NextCommand.ChainsTo(shown.Address) : new NextCommand.ObjectAt(shown.Address);

    internal override TableView View(bool shortNames) => TableView.Of(Target, Picture, shortNames || Look.ShortNames);

    internal override string Json() => JsonResult.Of(Target, Picture);

    internal override void WriteText(IAnsiConsole console, bool shortNames) =>
        NeighborhoodTree.Write(console, Target, Picture, shortNames || Look.ShortNames, Look.Refcounts, Words);

    internal override IReadOnlyList<HtmlView> Views() => _views?.Invoke() ?? base.Views();
}

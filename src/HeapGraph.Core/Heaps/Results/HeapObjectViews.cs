using System.Collections;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph;

/// <summary>All of some objects. As a text it is what <c>heapgraph show</c> prints; as a picture what refers to them.</summary>
public sealed class HeapObjectViews : HeapResult, IPictured, IReadOnlyList<ObjectView>
{
    private readonly Lazy<HeapNeighborhood> _referrers;

    /// <param name="target">The dump or process.</param>
    /// <param name="report">The objects.</param>
    /// <param name="referrers">What refers to them.</param>
    internal HeapObjectViews(string target, ObjectReport report, Lazy<HeapNeighborhood> referrers)
        : base(target) => (Report, _referrers) = (report, referrers);

    /// <summary>The objects, and what could not be read.</summary>
    public ObjectReport Report { get; }

    /// <summary>How many objects there are.</summary>
    public int Count => Report.Objects.Count;

    /// <summary>One of them.</summary>
    /// <param name="index">Its place, from 0.</param>
    public ObjectView this[int index] => Report.Objects[index];

    string IPictured.Command => _referrers.Value.Command;

    ReferenceNeighborhood IPictured.Picture => _referrers.Value.Drawn;

    IReadOnlyList<Remark> IPictured.Missing => _referrers.Value.Missing;

    PictureOptions IPictured.Look => _referrers.Value.Look;

    /// <inheritdoc/>
    public IEnumerator<ObjectView> GetEnumerator() => Report.Objects.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IReadOnlyList<HtmlView> IPictured.Views() => _referrers.Value.Views();

    internal override NextCommand? Next => Report.Objects is [{ Object: var shown, Chain: not null }, ..] ? NextCommand.ChainsTo(shown.Address) : null;

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    internal override string Json() => JsonResult.Of(Target, Report);

    internal override void WriteText(IAnsiConsole console, bool shortNames) => ObjectViewText.Write(console, Target, Report, shortNames, Words);

    internal override string Html() => TableHtml.Preformatted(ToString());
}

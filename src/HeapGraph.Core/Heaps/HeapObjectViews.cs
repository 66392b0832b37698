using System.Collections;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

/// <summary>All of some objects. As a text it is what <c>heapgraph show</c> prints.</summary>
public sealed class HeapObjectViews : HeapResult, IReadOnlyList<ObjectView>
{
    internal HeapObjectViews(string target, ObjectReport report)
        : base(target) => Report = report;

    /// <summary>The objects, and what could not be read.</summary>
    public ObjectReport Report { get; }

    /// <summary>How many objects there are.</summary>
    public int Count => Report.Objects.Count;

    /// <summary>One of them.</summary>
    /// <param name="index">Its place, from 0.</param>
    public ObjectView this[int index] => Report.Objects[index];

    /// <inheritdoc/>
    public IEnumerator<ObjectView> GetEnumerator() => Report.Objects.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    private protected override string Json() => JsonResult.Of(Target, Report);

    private protected override string Text(bool shortNames) => PlainText.Of(console => ObjectViewText.Write(console, Target, Report, shortNames));

    private protected override string Html() => TableHtml.Preformatted(Text(shortNames: false));
}

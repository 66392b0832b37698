using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>Leak suspects, a row each: what a spreadsheet wants of them.</summary>
    public static TableView Of(string target, LeakReport report) => new(
        [LeakWording.Header(target, report), .. LeakWording.HeaderOf(report)],
        [
            TableColumn.Text("severity"), TableColumn.Long("title"), TableColumn.Id("id"), .. report.Gone is null ? (TableColumn[])[] : [TableColumn.Text("change")],
            TableColumn.Number("objects"), TableColumn.Bytes("retained bytes"),
        ],
        [.. report.Findings.Select(finding => (IReadOnlyList<object>)[
            finding.Severity.ToString().ToLowerInvariant(), finding.Title.Printable, finding.Id,
            .. finding.Trend is { } trend ? (object[])[trend.Change.ToString().ToLowerInvariant()] : [],
            finding.Objects, finding.RetainedBytes])],
        [.. LeakWording.Footer(report)]);
}

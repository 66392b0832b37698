using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>Threads, a row each; of a stack its methods, the innermost first.</summary>
    public static TableView Of(string target, ThreadReport report, bool shortNames)
    {
        var retains = report.Threads.Any(thread => thread.Retained is not null);
        return new TableView(
            ThreadWording.HeaderOf(target, report),
            [
                TableColumn.Id("thread"), TableColumn.Long("name"), TableColumn.Id("os id"), TableColumn.Text("state"), TableColumn.Long("waits for"), TableColumn.Long("holds"),
                TableColumn.Long("exception"), TableColumn.Long("stack"), .. retains ? (TableColumn[])[TableColumn.Number("retained objects"), TableColumn.Bytes("retained bytes")] : [],
            ],
            [.. report.Threads.Select(thread => (IReadOnlyList<object>)[
                $"{thread.Id}", thread.Name?.Printable ?? "", $"{thread.OsId}", ThreadWording.Of(thread.Traits),
                thread.WaitsFor is { } wait ? ThreadWording.Of(wait, report).Printable : "",
                string.Join("; ", thread.Holds.Select(held => ThreadWording.Of(held, report).Printable)),
                thread.Exception is { } exception ? DeathWording.Of(exception, shortNames) : "",
                string.Join(" <- ", thread.Frames.Select(frame => DeathWording.Of(shortNames ? frame with { Method = ThreadWording.ShortNameOf(frame.Method) } : frame).Printable)),
                .. retains ? (object[])[thread.Retained?.Objects ?? 0, thread.Retained?.Bytes ?? 0] : []])],
            [.. ThreadWording.FooterOf(report).Select(line => (Remark)line)]);
    }

    /// <summary>Chains of async calls, a row for each kind; the innermost method first.</summary>
    public static TableView Of(string target, AsyncReport report, bool shortNames) => new(
        AsyncWording.HeaderOf(target, report),
        [TableColumn.Text("awaits"), TableColumn.Long("calls"), TableColumn.Text("outermost"), TableColumn.Id("address"), TableColumn.Number("chains")],
        [.. report.Chains.Select(chain => (IReadOnlyList<object>)[
            chain.Awaits.Printable, string.Join(" <- ", chain.Frames.Select(frame => AsyncWording.Of(frame, shortNames))), chain.Outer.Printable, $"{chain.Address:x}", chain.Count])],
        [.. AsyncWording.FooterOf(report)]);
}

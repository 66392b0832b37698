using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>Paths by growth.</summary>
    public static TableView Of(PathGrowthTable table, bool shortNames)
    {
        var isShared = table.Rows.Any(row => row.SharedBytes?.Any(bytes => bytes > 0) == true);
        var rate = GrowthRate.Of(table.Snapshots);
        return new(
            [
                .. SnapshotsOf(table.Snapshots, ObjectScope.Reachable),
                .. FilterWording.HeaderOf(table.Filter),
                "Paths on which there were more objects each time; what lies below such a path is not listed again.",
                "An object counts for the shortest path to it alone. Retained: what would be freed if all objects of the path went, nothing that others share.",
                .. isShared ? (IEnumerable<string>)["Shared: what only several growing paths together keep alive, split evenly among those that lead to it; to be added to retained."] : [],
            ],
            [
                TableColumn.Long("path"), .. ColumnsOf("objects", TableColumn.Number, table.Snapshots.Count), .. ColumnsOf("retained", TableColumn.Bytes, table.Snapshots.Count),
                .. isShared ? (IEnumerable<TableColumn>)[TableColumn.Bytes("shared after", spare: 1), TableColumn.Bytes("shared +/-")] : [], .. TrendColumn(table.Snapshots),
                .. rate.Columns,
            ],
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                new FittedName(GrowthPathText.Of(row.Path, shortNames), GrowthPathText.Of(row.Path, shortNames: true)),
                .. row.Objects.Cast<object>(), new SignedNumber(row.ObjectsDelta),
                .. row.RetainedBytes is { } retained
                    ? (IEnumerable<object>)[.. retained.Cast<object>(), new SignedNumber(retained[^1] - retained[0])]
                    : Enumerable.Repeat("-", table.Snapshots.Count + 1),
                .. !isShared ? [] : row.SharedBytes is { } shared ? [shared[^1], new SignedNumber(shared[^1] - shared[0])] : (IEnumerable<object>)["-", "-"],
                .. Trend(row.Objects), .. row.RetainedBytes is { } all ? rate.Cells(all[^1] - all[0]) : rate.Columns.Length > 0 ? ["-"] : []])],
            [
                .. table.Rows.Count == 0 ? (IEnumerable<Remark>)["No path grew each time."] : Limit(table.Rows.Count, table.PathCount, "paths"),
                .. table.CodeObjectsDelta > 0 ? (IEnumerable<Remark>)[$"Not listed: {Wording.Count(table.CodeObjectsDelta, "object")} more in frozen segments, literals and types of code that .NET has compiled since."] : [],
                .. LeakWording.Of(table.Filled).Select(line => (Remark)line),
                .. rate.Sentences,
                .. GapsOf(table.Snapshots),
            ]);
    }
}

using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>New objects by type.</summary>
    public static TableView Of(NewObjectTable table, bool shortNames)
    {
        var ambiguous = new AmbiguousNames(table.Rows.Select(row => row.Type), shortNames);
        return new TableView(
            [
                .. SnapshotsOf(table.Snapshots, ObjectScope.Reachable),
                .. FilterWording.HeaderOf(table.Filter),
                "New: not there before. Certain where objects do not move or none of the type could have; elsewhere estimated by path,",
                "where an object that went from one path to another counts as new.",
            ],
            [TableColumn.Long("type"), TableColumn.Text("new is"), TableColumn.Number("old", spare: 2), TableColumn.Number("current", spare: 1), TableColumn.Number("new"), TableColumn.Number("delta")],
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                ambiguous.NameOf(row.Type), row.IsCertain ? "certain" : "estimated", row.Old, row.Current, row.New, new SignedNumber(row.Delta)])],
            [
                .. table.Rows.Count == 0 ? (IEnumerable<Remark>)["Nothing is new, nothing is gone."] : Limit(table.Rows.Count, table.TypeCount, "types"),
                .. GapsOf(table.Snapshots),
            ]);
    }
}

using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>New objects by type.</summary>
    public static TableView Of(NewObjectTable table, bool shortNames)
    {
        var ambiguous = AmbiguousNames(table.Rows.Select(row => row.Type), shortNames);
        return new TableView(
            [
                .. SnapshotsOf(table.Snapshots, ObjectScope.Reachable),
                .. FilterWording.HeaderOf(table.Filter),
                "New: not there before. Certain where objects do not move or none of the type could have; elsewhere estimated by path,",
                "where an object that went from one path to another counts as new.",
            ],
            ["type", "new is", "old", "current", "new", "delta"],
            2,
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                NameOf(row.Type, shortNames, ambiguous), row.IsCertain ? "certain" : "estimated", row.Old, row.Current, row.New, new SignedNumber(row.Delta)])],
            [
                .. table.Rows.Count == 0 ? (IEnumerable<Remark>)["Nothing is new, nothing is gone."] : Limit(table.Rows.Count, table.TypeCount, "types"),
                .. GapsOf(table.Snapshots),
            ]);
    }
}

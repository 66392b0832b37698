using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    // Two points are no curve.
    private const int FewestForTrend = 3;

    /// <summary>Types, namespaces or assemblies by growth.</summary>
    public static TableView Of(GrowthTable table, bool shortNames)
    {
        var ambiguous = AmbiguousNames(table.Rows.Select(row => row.Type).OfType<HeapType>(), shortNames);
        return new TableView(
            [
                .. SnapshotsOf(table.Snapshots, table.Scope),
                .. FilterWording.HeaderOf(table.Filter),
                .. table.IsPeak ? (IEnumerable<string>)["Increases of the last snapshot over the peak before it."] : [],
            ],
            [Wording.Of(table.By), .. ColumnsOf("objects", table.Snapshots.Count), .. ColumnsOf("bytes", table.Snapshots.Count), .. TrendColumn(table.Snapshots)],
            1,
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                row.Type is { } type ? NameOf(type, shortNames, ambiguous) : Wording.NameOf(table.By, row.Name),
                .. row.Objects.Cast<object>(), new SignedNumber(row.ObjectsDelta), .. row.Bytes.Cast<object>(), new SignedNumber(row.BytesDelta),
                .. Trend(row.Objects)])],
            [
                .. table.Rows.Count == 0 ? (IEnumerable<Remark>)[$"No {Wording.Of(table.By)} changed."] : Limit(table.Rows.Count, table.TypeCount, Wording.Several(table.By)),
                .. GapsOf(table.Snapshots),
            ]);
    }

    private static IEnumerable<string> SnapshotsOf(IReadOnlyList<GrowthSnapshot> snapshots, ObjectScope scope) => snapshots.Select((snapshot, index) =>
        $"{index + 1}. {snapshot.Target}: {snapshot.Objects:N0} {Wording.Of(scope)}, {snapshot.Bytes.AsByteSize}");

    private static IEnumerable<string> GapsOf(IReadOnlyList<GrowthSnapshot> snapshots) =>
        snapshots.SelectMany(snapshot => Wording.GapsOf(snapshot.Coverage).Select(gap => $"{snapshot.Target}: {gap}"));

    private static IEnumerable<string> ColumnsOf(string what, int snapshots) =>
        [$"{what} before", .. Enumerable.Range(2, Math.Max(0, snapshots - 2)).Select(number => $"{what} in {number}"), $"{what} after", $"{what} +/-"];

    private static string[] TrendColumn(IReadOnlyList<GrowthSnapshot> snapshots) => snapshots.Count < FewestForTrend ? [] : ["objects trend"];

    private static object[] Trend(IReadOnlyList<long> objects) => objects.Count < FewestForTrend ? [] : [new Sparkline(objects)];
}

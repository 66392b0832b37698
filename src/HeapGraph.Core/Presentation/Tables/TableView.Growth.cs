using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    // Two points are no curve.
    private const int FewestForTrend = 3;

    /// <summary>Types, namespaces or assemblies by growth.</summary>
    public static TableView Of(GrowthTable table, bool shortNames)
    {
        var ambiguous = new AmbiguousNames(table.Rows.Select(row => row.Type).OfType<HeapType>(), shortNames);
        var rate = GrowthRate.Of(table.Snapshots);
        return new TableView(
            [
                .. SnapshotsOf(table.Snapshots, table.Scope),
                .. FilterWording.HeaderOf(table.Filter),
                .. table.IsPeak ? (IEnumerable<string>)["Increases of the last snapshot over the peak before it."] : [],
            ],
            [
                TableColumn.Long(table.Path ?? Wording.Of(table.By)), .. ColumnsOf("objects", TableColumn.Number, table.Snapshots.Count),
                .. ColumnsOf("bytes", TableColumn.Bytes, table.Snapshots.Count), .. TrendColumn(table.Snapshots), .. rate.Columns,
            ],
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                row.Type is { } type ? ambiguous.NameOf(type) : Wording.NameOf(table.By, row),
                .. row.Objects.Cast<object>(), new SignedNumber(row.ObjectsDelta), .. row.Bytes.Cast<object>(), new SignedNumber(row.BytesDelta),
                .. Trend(row.Objects), .. rate.Cells(row.BytesDelta)])],
            [
                .. table.Rows.Count == 0 ? (IEnumerable<Remark>)[$"No {Wording.Of(table.By)} changed."] : Limit(table.Rows.Count, table.TypeCount, Wording.Several(table.By)),
                .. table.IsPeak ? [] : rate.Sentences,
                .. GapsOf(table.Snapshots),
            ])
        {
            Total = table.IsPeak || table.Rows.Count == 0 ? null : TotalOf(table.Snapshots, rate),
        };
    }

    private static object[] TotalOf(IReadOnlyList<GrowthSnapshot> snapshots, GrowthRate rate) =>
    [
        "total", .. snapshots.Select(snapshot => (object)snapshot.Objects), new SignedNumber(snapshots[^1].Objects - snapshots[0].Objects),
        .. snapshots.Select(snapshot => (object)snapshot.Bytes), new SignedNumber(rate.Bytes),
        .. Trend([.. snapshots.Select(snapshot => snapshot.Objects)]), .. rate.Cells(rate.Bytes),
    ];

    private static IEnumerable<string> SnapshotsOf(IReadOnlyList<GrowthSnapshot> snapshots, ObjectScope scope) =>
    [
        .. snapshots.SelectMany((snapshot, index) => (IEnumerable<string>)[
            $"{index + 1}. {snapshot.Target}: {snapshot.Objects:N0} {Wording.Of(scope)}, {snapshot.Bytes.AsByteSize}",
            .. ProcessWording.HeaderOf(snapshot.Coverage).Select(line => $"   {line}")]),
        .. SnapshotOrder.DoubtsOf(snapshots),
    ];

    private static IEnumerable<string> GapsOf(IReadOnlyList<GrowthSnapshot> snapshots) =>
        snapshots.SelectMany(snapshot => Wording.GapsOf(snapshot.Coverage).Select(gap => $"{snapshot.Target}: {gap}"));

    private static IEnumerable<TableColumn> ColumnsOf(string what, Func<string, int, TableColumn> column, int snapshots) =>
        [column($"{what} before", 2), .. Enumerable.Range(2, Math.Max(0, snapshots - 2)).Select(number => column($"{what} in {number}", 4)), column($"{what} after", 1), column($"{what} +/-", 0)];

    private static TableColumn[] TrendColumn(IReadOnlyList<GrowthSnapshot> snapshots) =>
        snapshots.Count < FewestForTrend ? [] : [TableColumn.Number("objects trend", spare: 3) with { IsForPeople = true }];

    private static object[] Trend(IReadOnlyList<long> objects) => objects.Count < FewestForTrend ? [] : [new Sparkline(objects)];
}

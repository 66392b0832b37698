using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Growth;

/// <summary>Which values became more from heap to heap.</summary>
public sealed class ValueGrowthTests
{
    private static readonly (string, GroupTable)[] Heaps =
    [
        ("a.dmp", Of(new("\"x\"", 5, 50), new("17", 2, 20), new(null, 1, 10) { MissingFrom = "Buyer" })),
        ("b.dmp", Of(new("\"x\"", 9, 90), new("17", 2, 20))),
        ("c.dmp", Of(new("\"x\"", 8, 80), new("17", 2, 20), new("\"y\"", 1, 10), new(null, 4, 40) { MissingFrom = "Buyer" }, new(null, 3, 30))),
    ];

    [Fact]
    public void Each_value_is_compared_with_itself_and_those_that_stay_are_left_out() => Assert.Equal(
        [("\"x\"", null, 3L), ("", "Buyer", 3), ("", null, 3), ("\"y\"", null, 1)],
        GrowthTable.Of(Heaps, peak: false).Rows.OrderByDescending(row => row.BytesDelta).ThenByDescending(row => row.Objects[^1]).Select(row => (row.Group!, row.MissingFrom, row.ObjectsDelta)));

    [Fact]
    public void Against_the_peak_only_what_is_above_it_counts() =>
        Assert.Equal([3L, 3, 1], GrowthTable.Of(Heaps, peak: true).Rows.Select(row => row.ObjectsDelta));

    [Fact]
    public void What_has_no_value_is_told_from_one_that_is_not_shown()
    {
        var table = GrowthTable.Of(Heaps, peak: false);
        Assert.Equal(["\"x\"", "\"y\"", "(hidden)", "(no Buyer)"], TableView.Of(table, shortNames: false).Rows.Select(row => row[0].ToString()!).Order(StringComparer.Ordinal));
        Assert.Equal("Buyer.Name", TableView.Of(table, shortNames: false).Columns[0].Name);
        Assert.Contains("\"value\": null,", JsonResult.Of(table), StringComparison.Ordinal);
    }

    private static GroupTable Of(params ValueGroup[] rows) =>
        new(ObjectScope.Reachable, "Buyer.Name", rows, rows.Sum(row => row.Objects), rows.Sum(row => row.Bytes), rows.Length, new HeapCoverage());
}

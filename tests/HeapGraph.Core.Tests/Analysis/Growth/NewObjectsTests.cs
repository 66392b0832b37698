using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Growth;

public sealed class NewObjectsTests
{
    [Fact]
    public void Where_objects_do_not_move_each_is_told_by_its_address_type_and_length()
    {
        // Addresses follow the order of mention: at one of them a large array goes and another comes, one more comes behind.
        var row = Assert.Single(Table(
            """
            static S.A -> Large[]#1
            static S.B -> Large[]#2
            Large[]#1: 1000 bytes, length 100, large
            Large[]#2: 1000 bytes, length 100, large
            """,
            """
            static S.A -> Large[]#1
            static S.B -> Large[]#2
            static S.C -> Large[]#3
            Large[]#1: 1000 bytes, length 100, large
            Large[]#2: 1000 bytes, length 90, large
            Large[]#3: 1000 bytes, length 100, large
            """).Rows);
        Assert.Equal((2, 3, 2, 1, true), (row.Old, row.Current, row.New, row.Delta, row.IsCertain));
    }

    [Fact]
    public void Elsewhere_the_surplus_of_each_path_is_new_however_many_went_from_others()
    {
        var rows = Table(
            "static S.Queue -> Job#1..9\nstatic S.Gone -> Old#1..3\nstatic S.Done -> List",
            "static S.Queue -> Job#1..4\nstatic S.Done -> List -> Job#5..11\nstatic S.Fresh -> Fresh#1..2").SortedBy(GrowthSort.New).Rows;
        Assert.Equal(
            [("Job", 9, 11, 7, false), ("Fresh", 0, 2, 2, true), ("Old", 3, 0, 0, true)],
            rows.Select(row => (row.Type.Name, (int)row.Old, (int)row.Current, (int)row.New, row.IsCertain)));
    }

    [Theory]
    [InlineData(GrowthSort.Old, "B A C")]
    [InlineData(GrowthSort.Current, "B C A")]
    [InlineData(GrowthSort.New, "C A B")]
    [InlineData(GrowthSort.Delta, "C A B")]
    [InlineData(GrowthSort.Name, "A B C")]
    public void Rows_are_sorted_by_each_column(GrowthSort sort, string expected)
    {
        var table = Table(
            "static S.A -> A#1..3\nstatic S.B -> B#1..20\nstatic S.C -> C#1..2",
            "static S.A -> A#1..5\nstatic S.B -> B#1..18\nstatic S.C -> C#1..9");
        Assert.Equal(expected, string.Join(' ', table.SortedBy(sort).Rows.Select(row => row.Type.Name)));
    }

    private static NewObjectTable Table(string before, string after)
    {
        var found = new NewObjects();
        found.Add(GraphSketch.Read(before).ToSnapshot(), TestContext.Current.CancellationToken);
        found.Add(GraphSketch.Read(after).ToSnapshot(), TestContext.Current.CancellationToken);
        return found.Table();
    }
}

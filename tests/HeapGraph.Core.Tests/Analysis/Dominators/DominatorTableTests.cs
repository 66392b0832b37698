using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

public sealed class DominatorTableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Equal_siblings_are_one_row_and_lead_on_to_the_largest()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache.Orders -> List -> Order#1..3
            Order#2 -> Line#1..2
            Order#3 -> Line#3
            """);
        var list = Assert.Single(TableOf(sketch.Graph).Rows);
        Assert.Equal(("List", 1L, 24L, 168L), (list.Type!.Name, list.Objects, list.Bytes, list.RetainedBytes));
        var orders = Assert.Single(list.Children);
        Assert.Equal((3L, 72L, 144L), (orders.Objects, orders.Bytes, orders.RetainedBytes));
        Assert.Equal((sketch.Graph.AddressOf(sketch["Order#2"]), 72L), (orders.Address, orders.LargestRetainedBytes));
        Assert.Equal((3L, 72L), Assert.Single(orders.Children) is var lines ? (lines.Objects, lines.RetainedBytes) : default);
    }

    [Fact]
    public void An_object_that_outweighs_all_others_of_its_type_stands_alone_with_its_root_and_what_is_below_it()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache.Orders -> List#1 -> Order#1..3
            static Shop.Cache.Empty -> List#2
            handle -> List#3 -> Order#4
            """);
        var rows = TableOf(sketch.Graph).Rows;
        Assert.Equal([("List", 1L, 96L, "Shop.Cache.Orders"), ("List", 2L, 72L, null)], rows.Select(row => (row.Type!.Name, row.Objects, row.RetainedBytes, row.Root?.Name)));
        Assert.Equal([3L, 1L], rows.Select(row => Assert.Single(row.Children).Objects));
        Assert.Equal((sketch.Graph.AddressOf(sketch["List#3"]), 48L), (rows[1].Address, rows[1].LargestRetainedBytes));
    }

    [Fact]
    public void Where_many_objects_come_together_is_marked_and_neither_what_leads_there_nor_a_large_buffer()
    {
        var table = TableOf(GraphSketch.Parse("""
            static Shop.Cache.Orders -> List -> Order[] -> Order#1..100
            static Shop.Cache.Pages -> Page -> byte[]
            static Shop.Cache.Few -> Box -> Thing#1..3
            byte[]: 3000 bytes
            """), new DominatorTableOptions { Limit = 0 });
        Assert.Equal(["Order[]"], RowsOf(table.Rows).Where(row => row.IsAccumulationPoint).Select(row => row.Type!.Name));

        static IEnumerable<DominatorRow> RowsOf(IEnumerable<DominatorRow> rows) => rows.SelectMany(row => RowsOf(row.Children).Prepend(row));
    }

    [Fact]
    public void A_root_is_named_only_where_one_alone_holds_all_objects_of_the_row()
    {
        var rows = TableOf(GraphSketch.Parse("""
            static Shop.Cache.Orders -> List
            static Shop.Cache.Orders -> List
            static Shop.Cache.Index -> Tree
            thread Main -> Tree
            handle -> Pair#1
            handle -> Pair#2
            List -> Shared
            Tree -> Shared
            List: 100 bytes
            """)).Rows;
        Assert.Equal(
            [("List", "Shop.Cache.Orders", 1), ("Pair", null, 0), ("Shared", null, 0), ("Tree", null, 2)],
            rows.Select(row => (row.Type!.Name, row.Root?.Name, row.RootCount)));
        Assert.Equal(HeapRootKind.Static, rows[0].Root!.Value.Kind);
    }

    [Fact]
    public void What_is_hidden_below_a_row_is_counted_and_without_a_limit_nothing_is()
    {
        var graph = GraphSketch.Parse("""
            static A.All -> Big -> Half
            Big -> Small#1..3
            Big -> Tiny
            Half: 10000 bytes
            """);
        var big = Assert.Single(TableOf(graph).Rows);
        Assert.Equal(["Half"], big.Children.Select(row => row.Type!.Name));
        Assert.Equal((2, 96L), (big.HiddenChildren, big.HiddenRetainedBytes));
        Assert.Equal(["Half", "Small", "Tiny"], TableOf(graph, new DominatorTableOptions { Limit = 0 }).Rows[0].Children.Select(row => row.Type!.Name));
        Assert.Empty(TableOf(graph, new DominatorTableOptions { MaxDepth = 1 }).Rows[0].Children);
    }

    [Fact]
    public void The_limit_holds_at_the_top_too_and_the_number_of_rows_is_told()
    {
        var table = TableOf(GraphSketch.Parse("""
            static A.One -> A
            static A.Two -> B
            static A.Three -> C
            B: 48 bytes
            """), new DominatorTableOptions { Limit = 2 });
        Assert.Equal(["B", "A"], table.Rows.Select(row => row.Type!.Name));
        Assert.Equal(3, table.RowCount);
    }

    [Fact]
    public void Below_one_object_only_what_it_keeps_alive_is_shown_and_shares_count_within_it()
    {
        var sketch = GraphSketch.Read("""
            static A.Huge -> Huge
            static A.List -> List -> Order -> Line
            Huge: 1000000 bytes
            """);
        var table = TableOf(sketch.Graph, new DominatorTableOptions { Under = sketch["List"] });
        Assert.Equal(("List", 72L), (table.Under!.Type!.Name, table.Under.RetainedBytes));
        Assert.Equal(("Order", "Line"), (Assert.Single(table.Rows).Type!.Name, Assert.Single(table.Rows[0].Children).Type!.Name));
        Assert.Equal(1_000_072, table.TotalBytes);
        Assert.Empty(TableOf(sketch.Graph, new DominatorTableOptions { Under = sketch["Line"] }).Rows);
    }

    [Theory]
    [InlineData(DominatorRowKind.Namespace, "Shop:3/72/120 System:1/24/24 System.Collections.Generic:1/24/48")]
    [InlineData(DominatorRowKind.Assembly, "Sketch:5/120/120")]
    [InlineData(DominatorRowKind.Type, "Shop.Order:2/48/120 Shop.Line:1/24/24 System.Collections.Generic.List<Shop.Line>:1/24/48 string:1/24/24")]
    public void Sums_count_each_byte_once(DominatorRowKind kind, string expected)
    {
        var table = TableOf(
            GraphSketch.Parse("static A.All -> Shop.Order#1 -> System.Collections.Generic.List<Shop.Line> -> Shop.Line\nShop.Order#1 -> Shop.Order#2 -> string"),
            new DominatorTableOptions { By = kind });
        Assert.Equal(expected.Split(' ').Order(), table.Rows.Select(row => $"{row.Group ?? row.Type!.Name}:{row.Objects}/{row.Bytes}/{row.RetainedBytes}").Order());
        Assert.Equal(table.Rows.Select(row => row.RetainedBytes).OrderDescending(), table.Rows.Select(row => row.RetainedBytes));
    }

    [Fact]
    public void A_list_is_followed_to_the_deepest_level_that_may_be_asked_for()
    {
        var graph = RandomGraph.Of(1000, [.. Enumerable.Range(1, 999).Select(index => (index - 1, index))], [0]);
        var row = Assert.Single(TableOf(graph, new DominatorTableOptions { MaxDepth = 100 }).Rows);
        var levels = 1;
        for (; row.Children is [var child]; row = child)
        {
            levels++;
        }

        Assert.Equal(100, levels);
    }

    [Fact]
    public void Types_are_sorted_by_what_they_retain_and_garbage_retains_nothing()
    {
        var graph = GraphSketch.Parse("""
            static A.All -> Holder -> Big
            Garbage -> Lost
            Big: 100 bytes
            Lost: 1000 bytes
            """);
        var table = TypeTable.Of(graph, ObjectScope.All, null, Cancellation).Retaining(graph, Cancellation).SortedBy(TypeSort.Retained);
        Assert.Equal([("Holder", 124L), ("Big", 100L), ("Garbage", 0L), ("Lost", 0L)], table.Rows.Select(row => (row.Type.Name, row.RetainedBytes!.Value)));
    }

    private static DominatorTable TableOf(ObjectGraph graph, DominatorTableOptions? options = null) =>
        DominatorTable.Of(graph, DominatorTree.Of(graph, Cancellation), options ?? new DominatorTableOptions(), Cancellation);
}

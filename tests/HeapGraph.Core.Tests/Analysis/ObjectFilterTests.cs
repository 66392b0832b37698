using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Objects by namespace, assembly, size and generation, on sketches.</summary>
public sealed class ObjectFilterTests
{
    private static readonly GraphSketch Shop = GraphSketch.Read("""
        static Shop.Cache -> Shop.Order#1 -> Shop.Parts.Line#1
        Shop.Order#1 -> Shop.Order#2
        Shop.Order#1: 100 bytes, gen2
        Shop.Order#2: 200 bytes, gen0
        Shop.Parts.Line#1: 90000 bytes, large
        System.Text.Garbage: 500 bytes, gen2
        """);

    [Theory]
    [InlineData("Shop", "Shop.Order")]
    [InlineData("Shop.*", "Shop.Parts.Line")]
    [InlineData("/^Shop/", "Shop.Order", "Shop.Parts.Line")]
    [InlineData("shop")]
    [InlineData("*", "Shop.Order", "Shop.Parts.Line")]
    public void A_namespace_is_exact_a_glob_or_a_regular_expression(string pattern, params string[] types) =>
        Assert.Equal(types, Names(new ObjectFilter { Namespaces = [new GroupNamePattern(pattern)] }));

    [Fact]
    public void Arrays_and_generic_types_stand_in_the_namespace_of_what_they_are_made_of()
    {
        var graph = GraphSketch.Parse("""
            static A.B -> Shop.Order[]
            static A.C -> Shop.List<System.Text.Rune>
            static A.D -> string
            """);
        Assert.Equal(["Shop.List<System.Text.Rune>", "Shop.Order[]"], Names(new ObjectFilter { Namespaces = [new GroupNamePattern("Shop")] }, graph));
        Assert.Equal(["string"], Names(new ObjectFilter { Namespaces = [new GroupNamePattern("System")] }, graph));
    }

    [Fact]
    public void Each_part_narrows_down_and_several_of_a_kind_widen()
    {
        Assert.Equal(["Shop.Order 1 200", "Shop.Parts.Line 1 90000"], Rows(new() { MinBytes = 101 }));
        Assert.Equal(["Shop.Order 1 100", "Shop.Parts.Line 1 90000"], Rows(new() { Generations = [HeapGeneration.Gen2, HeapGeneration.Large] }));
        Assert.Equal([], Rows(new() { Generations = [HeapGeneration.Gen2], MinBytes = 101 }));
        Assert.Equal(["System.Text.Garbage 1 500"], Rows(new() { Generations = [HeapGeneration.Gen2], MinBytes = 101 }, ObjectScope.All));
        Assert.Equal(["Shop.Order 2 300"], Rows(new() { Assemblies = [new("Sketch")], Namespaces = [new("Shop"), new("Stop")] }));
        Assert.Equal([], Rows(new() { Assemblies = [new("Other")] }));
    }

    [Fact]
    public void What_the_filtered_objects_of_a_type_retain_counts_what_lies_below_them_alone()
    {
        var table = TypeTable.Of(Shop.Graph, ObjectScope.Reachable, new ObjectFilter { MinBytes = 101 }, null, TestContext.Current.CancellationToken)
            .Retaining(Shop.Graph, TestContext.Current.CancellationToken);
        Assert.Equal(200, table.Rows.Single(row => row.Type.ShortName == "Order").RetainedBytes);
    }

    [Fact]
    public void Growth_by_path_and_new_objects_count_what_fits()
    {
        var filter = new ObjectFilter { MinBytes = 100 };
        var (growth, found) = (new PathGrowth(10, filter), new NewObjects(filter));
        foreach (var count in (int[])[2, 5])
        {
            var sketch = GraphSketch.Read(string.Join('\n', [
                "static Shop.Cache -> Order[]",
                "Order[]: array",
                .. Enumerable.Range(1, count * 2).Select(number => $"Order[] -> Order#{number}"),
                .. Enumerable.Range(1, count).Select(number => $"Order#{number}: 100 bytes"),
            ]));
            growth.Add(sketch.ToSnapshot(), TestContext.Current.CancellationToken);
            Assert.Equal((count, 100 * count), Totals(found.Add(sketch.ToSnapshot(), TestContext.Current.CancellationToken)));
        }

        var row = Assert.Single(growth.Table().Rows);
        Assert.Equal((2, 5, 300), (row.Objects[0], row.Objects[1], row.RetainedBytesDelta));
        var arrived = Assert.Single(found.Table().Rows);
        Assert.Equal((2, 5, 3), (arrived.Old, arrived.Current, arrived.New));

        static (long, long) Totals(GrowthSnapshot snapshot) => (snapshot.Objects, snapshot.Bytes);
    }

    private static string[] Rows(ObjectFilter filter, ObjectScope scope = ObjectScope.Reachable) =>
        [.. TypeTable.Of(Shop.Graph, scope, filter, null, TestContext.Current.CancellationToken).SortedBy(TypeSort.Name)
            .Rows.Select(row => $"{row.Type.Name} {row.Objects} {row.Bytes}")];

    private static string[] Names(ObjectFilter filter, ObjectGraph? graph = null) =>
        [.. TypeTable.Of(graph ?? Shop.Graph, ObjectScope.Reachable, filter, null, TestContext.Current.CancellationToken).SortedBy(TypeSort.Name).Rows.Select(row => row.Type.Name)];
}

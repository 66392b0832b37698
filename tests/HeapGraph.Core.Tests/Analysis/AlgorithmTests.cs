using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

public sealed class AlgorithmTests
{
    [Fact]
    public void Reachable_objects_and_referrers_agree_with_brute_force_on_random_graphs()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 40);
            var edges = Enumerable.Range(0, random.Next(0, 80)).Select(_ => (From: random.Next(count), To: random.Next(count))).ToArray();
            var roots = Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(count)).ToArray();
            var graph = GraphSketch.Of(count, edges, roots);

            var expected = new HashSet<int>(roots);
            while (edges.Any(edge => expected.Contains(edge.From) && expected.Add(edge.To)))
            {
            }

            var reachable = ReachableObjects.From(graph, TestContext.Current.CancellationToken);
            for (var index = 0; index < count; index++)
            {
                Assert.Equal(expected.Contains(index), reachable.Contains(index));
                Assert.Equal(edges.Where(edge => edge.To == index).Select(edge => edge.From).Order(), graph.Referrers[index].ToArray());
                Assert.Equal(edges.Where(edge => edge.To == index).Select(edge => edge.From).Distinct().Order(), graph.References.ReferrersOf(index));
                Assert.Equal(edges.Where(edge => edge.From == index).Select(edge => edge.To), graph.References[index].ToArray());
            }

            Assert.Equal(expected.Count, TypeTable.Of(graph, ObjectScope.Reachable, null, TestContext.Current.CancellationToken).TotalObjects);
            Assert.Equal(count, TypeTable.Of(graph, ObjectScope.All, null, TestContext.Current.CancellationToken).TotalObjects);
        }
    }

    [Fact]
    public void Growth_is_signed_and_peak_reports_only_what_rose_above_its_peak()
    {
        var tables = new[] { Table(("A", 5), ("B", 9)), Table(("A", 8), ("B", 9)), Table(("A", 7), ("B", 9), ("C", 2)) };

        var growth = GrowthTable.Of(tables);
        Assert.Equal([("A", 2L), ("C", 2L)], growth.Rows.Select(row => (row.Name, row.ObjectsDelta)));
        Assert.Equal([5L, 8L, 7L], growth.Rows[0].Objects);

        var peak = GrowthTable.Of(tables, peak: true);
        Assert.Equal([("C", 2L)], peak.Rows.Select(row => (row.Name, row.ObjectsDelta)));

        static (string, TypeTable) Table(params (string Name, int Objects)[] rows) => ("t", new TypeTable(
            ObjectScope.All, [.. rows.Select(row => new TypeTableRow(new HeapType(row.Name, row.Name, ""), row.Objects, row.Objects * 24))],
            rows.Sum(row => row.Objects), 0, rows.Length, new HeapCoverage()));
    }

    [Fact]
    public void Backrefs_show_roots_cycles_and_how_many_referrers_are_hidden()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache -> List -> Order
            handle            -> Form -> Order
            Order -> List
            Garbage -> Order
            """);

        var shown = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, new NeighborhoodOptions
        {
            Reachable = ReachableObjects.From(sketch.Graph, TestContext.Current.CancellationToken),
        });
        Assert.Equal(["Order", "List", "Form"], shown.Nodes.Where(node => node.TypeIfAny is not null).Select(node => node.TypeIfAny!.ShortName));
        Assert.Equal(["Shop.Cache", null], shown.Nodes.Where(node => node.RootIfAny is not null).Select(node => node.RootIfAny!.Value.Name));
        Assert.Contains(shown.Edges, edge => edge is { From: 0, To: 1 });
        Assert.Contains(shown.Edges, edge => edge is { From: 1, To: 0 });

        var few = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, new NeighborhoodOptions { TooMany = 1 });
        Assert.Equal(2, few.Nodes.OfType<MoreNode>().Single(node => node.Depth == 1).HiddenCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cancelled_walk_ends_with_an_exception(bool skipsInnerNodes)
    {
        var sketch = GraphSketch.Read("static Shop.Cache -> List -> Order");
        var options = new NeighborhoodOptions { SkipsInnerNodes = skipsInnerNodes, Cancellation = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, options));
    }

    [Fact]
    public void Roots_beyond_the_limit_are_counted_and_not_drawn()
    {
        var sketch = GraphSketch.Read("""
            handle -> Order
            handle -> Order
            handle -> Order
            handle -> Order
            Form -> Order
            """);
        var few = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, new NeighborhoodOptions { TooMany = 2 });
        Assert.Equal(2, few.Nodes.OfType<RootNode>().Count());
        Assert.Equal(3, few.Nodes.OfType<MoreNode>().Single().HiddenCount);

        var cut = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, new NeighborhoodOptions { MaxNodes = 2 });
        Assert.True(cut.IsCutByNodes);
        Assert.Equal(4, cut.Nodes.OfType<MoreNode>().Single().HiddenCount);
    }

    [Theory]
    [InlineData("Order", "Shop.Order")]
    [InlineData("Shop.Order", "Shop.Order")]
    [InlineData("List<String>", "System.Collections.Generic.List<string>")]
    [InlineData("List<string>", "System.Collections.Generic.List<string>")]
    [InlineData("System.Collections.Generic.List<System.String>", "System.Collections.Generic.List<string>")]
    [InlineData("List", "System.Collections.Generic.List<string>")]
    [InlineData("Outer+Inner", "Shop.Outer.Inner")]
    [InlineData("Outer.Inner", "Shop.Outer.Inner")]
    [InlineData("*Order*", "Shop.Order|Shop.OrderLine")]
    [InlineData("/^Shop\\.Order/", "Shop.Order|Shop.OrderLine")]
    [InlineData("String", "string")]
    [InlineData("System.String", "string")]
    [InlineData("order", "")]
    public void A_pattern_means_what_its_user_means(string pattern, string expected)
    {
        string[] names = ["Shop.Order", "Shop.OrderLine", "System.Collections.Generic.List<System.String>", "System.Collections.Generic.List<System.String>+Enumerator", "Shop.Outer+Inner", "System.String"];
        var types = names.Select(name => new HeapType(CSharpTypeName.FullNameOf(name), CSharpTypeName.ShortNameOf(name), ""));
        var parsed = new TypeNamePattern(pattern);
        Assert.Equal(expected, string.Join('|', types.Where(parsed.Matches).Select(type => type.Name)));
    }

    [Fact]
    public void A_name_that_matches_nothing_is_answered_with_the_nearest_names()
    {
        HeapType[] types = [new("Shop.Order", "Order", ""), new("Shop.Invoice", "Invoice", "")];
        Assert.Equal(["Shop.Order"], new TypeNamePattern("Ordre").NearestOf(types));
    }
}

using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Chains and neighbourhoods lead from a collection straight to what it holds.</summary>
public sealed class CollectionInsideTests
{
    private const string Cache = """
        static Shop.Cache.Items -> System.Collections.Generic.Dictionary<int, Order> -- _entries --> System.Collections.Generic.Dictionary<int, Order>.Entry[]
        System.Collections.Generic.Dictionary<int, Order>.Entry[] -- [17] --> Order -- _lines --> System.Collections.Generic.List<Line> -- _items --> Line[] -- [0] --> Line#1
        Line[] -- [1] --> Line#2
        """;

    [Theory]
    [InlineData("Dictionary<int, Order> -- _entries --> System.Collections.Generic.Dictionary<int, Order>.Entry[] -- [17]", "[17]", 1)]
    [InlineData("List<Order> -- _items --> Order[] -- [3]", "[3]", 1)]
    [InlineData("Queue<Order> -- _array --> Order[] -- [0]", "[0]", 1)]
    [InlineData("SortedSet<Order> -- root --> System.Collections.Generic.SortedSet<Order>.Node#1 -- Left --> System.Collections.Generic.SortedSet<Order>.Node#2 -- Item", "[*]", 2)]
    [InlineData("SortedDictionary<Order, int> -- _set --> System.Collections.Generic.TreeSet<int> -- root --> System.Collections.Generic.SortedSet<int>.Node -- Item.key", "[*].key", 2)]
    [InlineData("LinkedList<Order> -- head --> System.Collections.Generic.LinkedListNode<Order>#1 -- next --> System.Collections.Generic.LinkedListNode<Order>#2 -- [1]", "[1]", 2)]
    public void A_chain_skips_the_inner_nodes_and_says_how_many(string way, string label, int through)
    {
        var chain = ChainTo("Order", $"static Shop.Cache.Items -> System.Collections.Generic.{way} --> Order");
        Assert.Equal(2, chain.Steps.Count);
        Assert.Equal(([label], through), (chain.Steps[1].Via.Words, chain.Steps[1].Through), Same);
    }

    [Fact]
    public void Arrays_within_a_collection_that_are_its_elements_are_no_inner_nodes() => Assert.Equal(
        ["System.Collections.Generic.List<Order[]>", "Order[]", "Order"],
        TypesOf(ChainTo("Order", "static A.B -> System.Collections.Generic.List<Order[]> -- _items --> Order[][] -- [0] --> Order[] -- [1] --> Order")));

    [Fact]
    public void A_program_s_own_array_is_no_inner_node() => Assert.Equal(
        ["Shop.Cache", "Order[]", "Order"], TypesOf(ChainTo("Order", "static A.B -> Shop.Cache -- _items --> Order[] -- [1] --> Order")));

    [Fact]
    public void The_inner_node_that_was_asked_for_is_shown_and_so_is_one_that_a_root_holds_or_another_chain_enters()
    {
        var list = "static A.B -> System.Collections.Generic.List<Order> -- _items --> Order[] -- [1] --> Order";
        Assert.Equal(["System.Collections.Generic.List<Order>", "Order[]"], TypesOf(ChainTo("Order[]", list)));
        Assert.Equal(["Order[]", "Order"], TypesOf(ChainTo("Order", $"{list}\nhandle -> Order[]")));
        var both = ChainsTo("Order", $"{list}\nthread -> Renter -- _rented --> Order[]", 2);
        Assert.Equal(["System.Collections.Generic.List<Order>", "Order[]", "Order"], TypesOf(both[0]));
        Assert.Equal(["Renter", "Order[]", "Order"], TypesOf(both[1]));
    }

    [Theory]
    [InlineData(ReferenceDirection.Referrers, "Line#2", "Line#2 <- [1] <- List <- _lines <- Order <- [17] <- Dictionary")]
    [InlineData(ReferenceDirection.References, "Order", "Order -> _lines -> List -> [0] -> Line#1, List -> [1] -> Line#2")]
    public void A_neighbourhood_has_collections_and_elements_as_neighbours(ReferenceDirection direction, string target, string means)
    {
        var shown = Around(Cache, target, direction);
        Assert.DoesNotContain(shown.Nodes, node => node.TypeIfAny?.Name.EndsWith("[]", StringComparison.Ordinal) == true);
        foreach (var label in means.Split(' ').Where(word => word[0] is '[' or '_'))
        {
            Assert.Contains(shown.Edges, edge => edge.Label?.ToString() == label && edge.Through == (label[0] == '[' ? 1 : 0));
        }
    }

    [Fact]
    public void What_something_else_refers_to_is_shown_in_a_neighbourhood()
    {
        Assert.Contains("Line[]", NamesOf(Around($"{Cache}\nthread -> Renter -- _rented --> Line[]", "Line#2", ReferenceDirection.Referrers)));
        Assert.Contains("Line[]", NamesOf(Around($"{Cache}\nthread -> Renter -- _rented --> Line[]", "Order", ReferenceDirection.References)));
        Assert.Contains("Line[]", NamesOf(Around($"{Cache}\nhandle -> Line[]", "Line#2", ReferenceDirection.Referrers)));
        Assert.Contains("Line[]", NamesOf(Around(Cache, "Line[]", ReferenceDirection.Referrers)));
    }

    [Fact]
    public void Nothing_but_inner_nodes_is_lost_on_random_graphs()
    {
        string[] types = ["System.Collections.Generic.SortedSet<int>", "System.Collections.Generic.SortedSet<int>.Node", "System.Collections.Generic.List<int>", "int[]", "Order", "Order"];
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var names = Enumerable.Range(0, 24).Select(index => $"{types[random.Next(types.Length)]}#{index}").ToArray();
            var sketch = GraphSketch.Read(string.Join('\n', [$"handle -> {names[0]}", .. Enumerable.Range(0, 40).Select(_ => $"{names[random.Next(24)]} -> {names[random.Next(24)]}")]));
            foreach (var direction in Enum.GetValues<ReferenceDirection>())
            {
                var (all, shown) = (Objects(sketch, direction, skips: false), Objects(sketch, direction, skips: true));
                Assert.Subset(all, shown);
                Assert.All(all.Except(shown), index => Assert.Contains(sketch.Graph.TypeOf(index).Name, (string[])[types[1], types[3]]));
            }
        }
    }

    private static HashSet<int> Objects(GraphSketch sketch, ReferenceDirection direction, bool skips) =>
        [.. ReferenceNeighborhood.Of(sketch.ToSnapshot(), [0], 1, new NeighborhoodOptions { Direction = direction, MaxDepth = 99, TooMany = 99, SkipsInnerNodes = skips })
            .Nodes.OfType<ObjectNode>().Select(node => node.ObjectIndex)];

    private static bool Same((string[] Via, int Through) one, (string[] Via, int Through) other) => one.Via.SequenceEqual(other.Via) && one.Through == other.Through;

    private static string[] TypesOf(ReferenceChain chain) => [.. chain.Steps.Select(step => step.Type.Name)];

    private static IEnumerable<string?> NamesOf(ReferenceNeighborhood shown) => shown.Nodes.Select(node => node.TypeIfAny?.Name);

    private static ReferenceChain ChainTo(string target, string text) => Assert.Single(ChainsTo(target, text, 1));

    private static IReadOnlyList<ReferenceChain> ChainsTo(string target, string text, int paths)
    {
        var sketch = GraphSketch.Read(text);
        return ChainReport.Of(sketch.ToSnapshot(), [sketch[target]], 1, new ChainOptions { Paths = paths, SkipsInnerNodes = true }, TestContext.Current.CancellationToken).Objects[0].Chains;
    }

    private static ReferenceNeighborhood Around(string text, string target, ReferenceDirection direction)
    {
        var sketch = GraphSketch.Read(text);
        return ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch[target]], 1, new NeighborhoodOptions { Direction = direction, MaxDepth = 3, SkipsInnerNodes = true });
    }
}

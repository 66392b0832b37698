using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

public sealed class ChainFinderTests
{
    [Fact]
    public void A_static_cache_is_named_as_what_keeps_an_order_alive() => Assert.Equal("static Shop.Cache -> List -> Order", ChainTo("Order", """
        static Shop.Cache -> List -> Order
        thread            -> Form
        """));

    [Fact]
    public void The_chain_is_the_one_with_the_fewest_objects() => Assert.Equal("stack Main -> Form -> Order", ChainTo("Order", """
        static Shop.Cache -> List -> Order[] -> Order
        stack Main        -> Form -> Order
        """));

    [Fact]
    public void What_nothing_reaches_has_no_chain() => Assert.Equal("", ChainTo("Order", "Garbage -> Order"));

    [Theory]
    [InlineData("static Z.Field", "stack Main")]
    [InlineData("threadStatic Z.Field", "stack Main")]
    [InlineData("stack Main", "strongHandle")]
    [InlineData("pinnedHandle", "finalizerQueue")]
    [InlineData("static Z.Field", "static")]
    public void Of_equally_short_chains_the_better_root_explains_more(string better, string worse)
    {
        var expected = $"{better.Replace("threadStatic", "thread static").Replace("pinnedHandle", "pinned handle 108").Replace("strongHandle", "strong handle 108")} -> B -> Order";
        Assert.Equal(expected, ChainTo("Order", $"{worse} -> A -> Order\n{better} -> B -> Order").Replace("stack Main 108", "stack Main"));
    }

    [Fact]
    public void Of_a_chain_that_is_too_long_to_be_read_the_middle_stays_without_names()
    {
        var sketch = GraphSketch.Read($"static Shop.Log.First -> {string.Join(" -- _next --> ", Enumerable.Range(1, 9).Select(number => $"Node#{number}"))}");
        Assert.Equal([0, 1, 1, 0, 0, 0, 1, 1, 1], NamesWith(6));
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 1, 1], NamesWith(10));

        IEnumerable<int> NamesWith(int most) => ChainReport.Of(
            sketch.ToSnapshot(), [sketch["Node#9"]], 1, new ChainOptions { MostNamed = most, SkipsInnerNodes = true }, TestContext.Current.CancellationToken)
            .Objects[0].Chains[0].Steps.Select(step => step.Via.Count);
    }

    [Fact]
    public void Among_equals_the_lowest_objects_are_taken_whatever_slot_they_stand_in() => Assert.Equal("static Z -> A -> B -> Order", ChainTo("Order", """
        A
        B
        C
        static Z -> A -> C -> Order
        A -> B -> Order
        """));

    [Fact]
    public void A_static_field_is_named_instead_of_the_array_that_the_runtime_keeps_it_in()
    {
        const string Sketch = """
            pinnedHandle -> object[] -> List -> Order
            static Shop.Cache -> List
            object[] -> Nameless
            object[]: static storage
            """;
        Assert.Equal(["static Shop.Cache -> List -> Order"], ChainsTo("Order", 3, Sketch));
        Assert.Equal("pinned handle 100 -> object[] -> Nameless", ChainTo("Nameless", Sketch));
    }

    [Fact]
    public void A_type_that_is_left_out_is_not_led_through_but_may_be_led_to()
    {
        var graph = GraphSketch.Parse("""
            static Shop.Cache -> Node#1 -> Node#2
            stack Main        -> Form -> Panel -> Node#2
            """);
        var chain = ChainFinder.For(graph, new() { ExcludesType = type => graph.Types[type].Name == "Node" }).FindChainToRoot(graph.Every("Node")[1], TestContext.Current.CancellationToken);
        Assert.Equal("stack Main -> Form -> Panel -> Node", OneLine(chain!));
    }

    [Fact]
    public void Several_chains_have_no_object_in_common_while_there_are_such() => Assert.Equal(
        ["static Shop.Cache -> List -> Order", "stack Main -> Form -> Panel -> Order"],
        ChainsTo("Order", 2, """
            static Shop.Cache -> List -> Order
            static Shop.Other -> List
            stack Main        -> Form -> Panel -> Order
            """));

    [Fact]
    public void Then_they_share_as_few_as_they_can_and_say_how_many() => Assert.Equal(
        ["static Shop.Cache -> List -> Page -> Order", "static Shop.Cache -> List -> Index -> Order (shares 1)", "stack Main -> List -> Page -> Order (shares 2)"],
        ChainsTo("Order", 9, """
            static Shop.Cache -> List -> Page -> Order
            List -> Index -> Order
            Page -> List
            stack Main -> List
            """).Take(3));

    [Fact]
    public void A_linked_list_whose_nodes_know_their_list_takes_no_more_than_a_look_at_each()
    {
        const int Nodes = 20_000;
        var graph = GraphSketch.Parse($"""
            static Shop.Queue -> LinkedList -> Node#1
            stack Main -> LinkedList
            Node#1..{Nodes} -> LinkedList
            {string.Join('\n', Enumerable.Range(1, Nodes - 1).Select(number => $"Node#{number} -> Node#{number + 1}"))}
            Node#{Nodes} -> Order
            """);
        var chains = ChainFinder.For(graph).FindChainsToRoot(graph.Only("Order"), 3, TestContext.Current.CancellationToken);
        Assert.Equal([(HeapRootKind.Static, 0), (HeapRootKind.Stack, Nodes + 1)], chains.Select(chain => (chain.Root.Kind, chain.SharedObjects)));
        Assert.All(chains, chain => Assert.Equal(Nodes + 2, chain.Steps.Count));
    }

    [Fact]
    public void An_object_that_several_roots_hold_directly_has_a_chain_from_each_place() => Assert.Equal(
        ["static Shop.Last -> Order", "stack Main -> Order", "stack Run -> Order"],
        ChainsTo("Order", 9, """
            stack Main -> Order
            stack Run -> Order
            stack Main -> Order
            static Shop.Last -> Order
            """));

    private static string ChainTo(string type, string sketch)
    {
        var graph = GraphSketch.Parse(sketch);
        return ChainFinder.For(graph).FindChainToRoot(graph.Only(type), TestContext.Current.CancellationToken) is { } chain ? OneLine(chain) : "";
    }

    private static IEnumerable<string> ChainsTo(string type, int count, string sketch)
    {
        var graph = GraphSketch.Parse(sketch);
        return ChainFinder.For(graph).FindChainsToRoot(graph.Only(type), count, TestContext.Current.CancellationToken).Select(OneLine);
    }

    private static string OneLine(ReferenceChain chain) =>
        string.Join(" -> ", [HeapGraph.Core.Presentation.Words.Wording.Of(chain.Root), .. chain.Steps.Select(step => step.Type.ShortName)])
        + (chain.SharedObjects > 0 ? $" (shares {chain.SharedObjects})" : "");
}

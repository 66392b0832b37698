using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

public sealed class AccumulationsTests
{
    [Fact]
    public void A_field_that_leads_to_a_collection_is_named_with_its_class()
    {
        var finding = Assert.Single(SketchTriage.Reads("""
            thread Shop.Program.Main (thread 1) -> Shop.Server -- _sessions --> System.Collections.Generic.List<Session> -- _items --> Session[] -- [0] --> Session#1..1000
            """));
        Assert.Equal((1, 1_000L), (finding.SuspectStep, finding.Objects));
    }

    [Fact]
    public void Fewer_than_a_thousand_small_objects_are_none() =>
        Assert.Empty(SketchTriage.FindingsOf("static A.All -> Session[] -> Session#1..999"));

    [Fact]
    public void A_thread_static_is_a_place_too() =>
        Assert.Single(SketchTriage.Reads("threadStatic A.All -> Session[] -> Session#1..1000"));

    [Fact]
    public void What_two_collections_hold_together_is_found_and_said_so() => Assert.Single(SketchTriage.Reads("""
        static Shop.Cache.ById -> Order[] -- [3] --> Order#1..1000
        static Shop.Cache.ByName -> List -> Order#1..1000
        """));

    [Fact]
    public void A_list_whose_nodes_hang_on_each_other_is_one_pile()
    {
        var nodes = string.Join(" -- _next --> ", Enumerable.Range(1, 1_500).Select(number => $"Node#{number}"));
        var finding = Assert.Single(SketchTriage.Reads($"static Shop.Log.First -> {nodes}"));
        Assert.Equal(1_500 * 24, finding.RetainedBytes);
    }

    [Fact]
    public void Closures_that_each_keep_the_delegate_before_are_one_pile()
    {
        const string Closure = "Shop.Menu.<>c__DisplayClass1_0";
        string Sketch(int count) => $"static Shop.Menu.Close -> {string.Join(" -- previous --> ", Enumerable.Range(1, count).Select(number => $"System.Action#{number} -- _target --> {Closure}#{number}"))}";

        var finding = Assert.Single(SketchTriage.Reads(Sketch(1_200)));
        Assert.Equal(1_200 * 48 - 24, finding.RetainedBytes);
        Assert.Empty(SketchTriage.FindingsOf(Sketch(900)));
    }

    [Fact]
    public void What_is_in_nodes_that_hang_on_each_other_is_counted_too()
    {
        const string Node = "System.Collections.Concurrent.ConcurrentDictionary<int, Order>.Node";
        var finding = Assert.Single(SketchTriage.Reads($"""
            static Shop.Cache.ById -> System.Collections.Concurrent.ConcurrentDictionary<int, Order> -> {Node}[] -> {Node}#1..1200
            {string.Join('\n', Enumerable.Range(1, 300).Select(number => $"{Node}#{number} -- _next --> {Node}#{1200 + number} -- _next --> {Node}#{1500 + number}"))}
            {string.Join('\n', Enumerable.Range(1, 1800).Select(number => $"{Node}#{number} -- _value --> Order#{number}"))}
            """));
        Assert.Equal(1_800, finding.Objects);
    }

    [Fact]
    public void Keys_and_values_of_one_collection_are_one_finding() => Assert.Single(SketchTriage.Reads("""
        static A.All -> Entry[] -> Order#1..1000
        Entry[] -> string#1..1000
        Order#1..1000: 40 bytes
        """));

    [Fact]
    public void A_small_cache_of_the_framework_is_ranked_down_with_the_reason()
    {
        var findings = SketchTriage.Reads("""
            static System.Text.Cache.Known -> System.Text.Known[] -> System.Text.Known#1..1000
            static Shop.Cache.Orders -> Shop.Order[] -> Shop.Order#1..1200
            Shop.Order#1..1200: 10000 bytes
            System.Text.Known#1..1000: 2000 bytes
            """);
        Assert.Equal([LeakSeverity.Medium, LeakSeverity.Low], findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void A_small_cache_in_a_namespace_that_the_user_calls_the_program_s_own_is_no_cache_of_the_framework()
    {
        var snapshot = GraphSketch.Read("""
            static Microsoft.Shop.Cache.Known -> Microsoft.Shop.Known[] -> Microsoft.Shop.Known#1..1000
            static Shop.Cache.Orders -> Shop.Order[] -> Shop.Order#1..1200
            Shop.Order#1..1200: 200 bytes
            """).ToSnapshot();
        var tree = DominatorTree.Of(snapshot.Graph, TestContext.Current.CancellationToken);
        Assert.Contains(OfTheFirst(OwnNamespaces.Unsaid), sentence => sentence.StartsWith("Ranked down: ", StringComparison.Ordinal));
        Assert.DoesNotContain(OfTheFirst(new OwnNamespaces(["Microsoft.Shop"])), sentence => sentence.StartsWith("Ranked down: ", StringComparison.Ordinal));

        IReadOnlyList<string> OfTheFirst(OwnNamespaces own) =>
            LeakReport.Of(snapshot, () => tree, own, null, TestContext.Current.CancellationToken).Findings.Single(finding => finding.Title.Contains("Microsoft", StringComparison.Ordinal)).Evidence;
    }

    [Fact]
    public void A_fingerprint_counts_neither_objects_nor_indices_but_fields()
    {
        string IdOf(string place, string index, int objects) =>
            Assert.Single(SketchTriage.FindingsOf($"static {place} -> Order[] -- [{index}] --> Order#1..{objects}")).Id;

        var id = IdOf("Shop.Cache.Orders", "17", 1_000);
        Assert.Equal(id, IdOf("Shop.Cache.Orders", "3", 2_000));
        Assert.NotEqual(id, IdOf("Shop.Cache.Drafts", "17", 1_000));
        Assert.Matches("^[0-9a-f]{12}$", id);
    }
}

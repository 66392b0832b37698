using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

public sealed class AccumulationsTests
{
    [Fact]
    public void A_field_that_leads_to_a_collection_is_named_with_its_class()
    {
        var finding = Assert.Single(FindingsOf("""
            thread Shop.Program.Main (thread 1) -> Shop.Server -- _sessions --> System.Collections.Generic.List<Session> -- _items --> Session[] -- [0] --> Session#1..1000
            """));
        Assert.StartsWith("Field Server._sessions keeps 1,000 Session alive: ", finding.Title, StringComparison.Ordinal);
        Assert.Equal((1, 1_000L), (finding.SuspectStep, finding.Objects));
    }

    [Fact]
    public void Fewer_than_a_thousand_small_objects_are_none() =>
        Assert.Empty(FindingsOf("static A.All -> Session[] -> Session#1..999"));

    [Fact]
    public void A_thread_static_is_a_place_too() => Assert.StartsWith(
        "Thread static field A.All keeps 1,000 Session alive: ",
        Assert.Single(FindingsOf("threadStatic A.All -> Session[] -> Session#1..1000")).Title,
        StringComparison.Ordinal);

    [Fact]
    public void What_two_collections_hold_together_is_found_and_said_so()
    {
        var finding = Assert.Single(FindingsOf("""
            static Shop.Cache.ById -> Order[] -- [3] --> Order#1..1000
            static Shop.Cache.ByName -> List -> Order#1..1000
            """));
        Assert.StartsWith("Static field Shop.Cache.ById and others keep 1,000 Order alive: ", finding.Title, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, line => line.StartsWith("More than one place refers to each of them", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_whose_nodes_hang_on_each_other_is_one_pile()
    {
        var nodes = string.Join(" -- _next --> ", Enumerable.Range(1, 1_500).Select(number => $"Node#{number}"));
        var finding = Assert.Single(FindingsOf($"static Shop.Log.First -> {nodes}"));
        Assert.StartsWith("Static field Shop.Log.First keeps 1,500 Node alive: ", finding.Title, StringComparison.Ordinal);
        Assert.Equal(1_500 * 24, finding.RetainedBytes);
    }

    [Fact]
    public void Closures_that_each_keep_the_delegate_before_are_one_pile()
    {
        const string Closure = "Shop.Menu.<>c__DisplayClass1_0";
        string Sketch(int count) => $"static Shop.Menu.Close -> {string.Join(" -- previous --> ", Enumerable.Range(1, count).Select(number => $"System.Action#{number} -- _target --> {Closure}#{number}"))}";

        var finding = Assert.Single(FindingsOf(Sketch(1_200)));
        Assert.StartsWith("Static field Shop.Menu.Close keeps 1,200 Menu.<>c__DisplayClass1_0 alive: ", finding.Title, StringComparison.Ordinal);
        Assert.Equal(1_200 * 48 - 24, finding.RetainedBytes);
        Assert.Contains(finding.Evidence, line => line.StartsWith("They hang on each other", StringComparison.Ordinal));
        Assert.Empty(FindingsOf(Sketch(900)));
    }

    [Fact]
    public void What_is_in_nodes_that_hang_on_each_other_is_counted_too()
    {
        const string Node = "System.Collections.Concurrent.ConcurrentDictionary<int, Order>.Node";
        var finding = Assert.Single(FindingsOf($"""
            static Shop.Cache.ById -> System.Collections.Concurrent.ConcurrentDictionary<int, Order> -> {Node}[] -> {Node}#1..1200
            {string.Join('\n', Enumerable.Range(1, 300).Select(number => $"{Node}#{number} -- _next --> {Node}#{1200 + number} -- _next --> {Node}#{1500 + number}"))}
            {string.Join('\n', Enumerable.Range(1, 1800).Select(number => $"{Node}#{number} -- _value --> Order#{number}"))}
            """));
        Assert.StartsWith("Static field Shop.Cache.ById keeps 1,800 Order alive: ", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_values_of_one_collection_are_one_finding() => Assert.StartsWith(
        "Static field A.All keeps 1,000 Order alive: ",
        Assert.Single(FindingsOf("""
            static A.All -> Entry[] -> Order#1..1000
            Entry[] -> string#1..1000
            Order#1..1000: 40 bytes
            """)).Title,
        StringComparison.Ordinal);

    [Fact]
    public void A_small_cache_of_the_framework_is_ranked_down_with_the_reason()
    {
        var findings = FindingsOf("""
            static System.Text.Cache.Known -> System.Text.Known[] -> System.Text.Known#1..1000
            static Shop.Cache.Orders -> Shop.Order[] -> Shop.Order#1..1200
            Shop.Order#1..1200: 200 bytes
            """);
        Assert.Equal([LeakSeverity.High, LeakSeverity.Low], findings.Select(finding => finding.Severity));
        Assert.Contains(findings[1].Evidence, line => line.StartsWith("Ranked down: it looks like a normal cache of .NET itself, since System.Text.Cache.Known owns it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fingerprint_counts_neither_objects_nor_indices_but_fields()
    {
        string IdOf(string place, string index, int objects) =>
            Assert.Single(FindingsOf($"static {place} -> Order[] -- [{index}] --> Order#1..{objects}")).Id;

        var id = IdOf("Shop.Cache.Orders", "17", 1_000);
        Assert.Equal(id, IdOf("Shop.Cache.Orders", "3", 2_000));
        Assert.NotEqual(id, IdOf("Shop.Cache.Drafts", "17", 1_000));
        Assert.Matches("^[0-9a-f]{12}$", id);
    }

    private static IReadOnlyList<LeakFinding> FindingsOf(string sketch)
    {
        var snapshot = GraphSketch.Read(sketch).ToSnapshot();
        var cancellation = TestContext.Current.CancellationToken;
        return LeakReport.Of(snapshot, DominatorTree.Of(snapshot.Graph, cancellation), cancellation).Findings;
    }
}

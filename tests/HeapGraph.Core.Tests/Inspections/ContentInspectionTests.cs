using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>What stands in objects: equal texts, empty slots, flags, lost targets; and the space between them.</summary>
public sealed class ContentInspectionTests
{
    private const string Weak = "System.WeakReference<Listener>";

    [Fact]
    public void Equal_strings_are_found_with_their_holder_and_the_waste()
    {
        var finding = SketchTriage.Holds(Terms(800), 799, 799 * 96, "string");
        Assert.IsType<NextCommand.StringsByValue>(finding.Next);

        // 64 KB is the least.
        Assert.Empty(SketchTriage.FindingsOf(Terms(683)));
    }

    [Fact]
    public void Nearly_empty_arrays_are_found_from_64_KB_on()
    {
        SketchTriage.Holds(Sheet(10_000), 1, 9_999 * 8, "Cell[]");
        Assert.Empty(SketchTriage.FindingsOf(Sheet(8_000)));
    }

    [Fact]
    public void A_hundred_disposed_objects_that_are_held_are_found_and_99_or_others_are_not()
    {
        SketchTriage.Holds(Views(300, 100), 100, 100 * 24, "System.Collections.Generic.List<View>");
        Assert.Empty(SketchTriage.FindingsOf(Views(300, 99)));
    }

    [Fact]
    public void Weak_references_without_target_are_found_when_they_are_most()
    {
        SketchTriage.Holds(Listeners(200, 100), 100, 100 * 24, $"System.Collections.Generic.List<{Weak}>");
        Assert.Empty(SketchTriage.FindingsOf(Listeners(200, 99)));
        Assert.Empty(SketchTriage.FindingsOf(Listeners(300, 140)));
    }

    [Theory]
    [InlineData(HeapGeneration.Large, 40, 10, true)]
    [InlineData(HeapGeneration.Large, 41, 10, false)]
    [InlineData(HeapGeneration.Gen2, 8, 4, true)]
    [InlineData(HeapGeneration.Gen2, 8, 3, false)]
    [InlineData(HeapGeneration.Gen0, 8, 8, false)]
    public void Free_space_counts_from_a_quarter_of_a_generation_on(HeapGeneration generation, int megabytes, int free, bool isFound)
    {
        var sketch = GraphSketch.Read("static A.Buffer -> byte[]");
        var coverage = new HeapCoverage { BytesTotal = 50L << 20, BytesWalked = 50L << 20, Spaces = [new HeapSpace(generation, (long)megabytes << 20, (long)free << 20, 64, 1 << 17)] };
        var graph = new ObjectGraphBuilder(sketch.Graph.Addresses, sketch.Graph.Types, [0], [new ObjectLayout(24, 0)], [0], [0])
        {
            References = sketch.Graph.References, Roots = [.. sketch.Graph.Roots], Coverage = coverage,
        }.Build();
        var findings = SketchTriage.FindingsOf(new HeapSnapshot("sketch.dmp", graph, sketch));
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, finding => Assert.Equal(((long)free << 20, 64L), (finding.RetainedBytes, finding.Objects)));
    }

    [Fact]
    public void A_cache_of_the_framework_is_ranked_down_whatever_it_wastes()
    {
        var findings = SketchTriage.Reads(Terms(2_000).Replace("Shop.", "System.Text.", StringComparison.Ordinal)
            + "\nstatic Shop.Big -> Shop.Big\nShop.Big: 2000000 bytes");
        Assert.All(findings, finding => Assert.Equal(LeakSeverity.Low, finding.Severity));
        Assert.NotEmpty(findings);
    }

    private static string Terms(int count) => $"""
        static Shop.Orders.All -> Shop.OrderBook
        {string.Join('\n', Enumerable.Range(1, count).Select(number => $"Shop.OrderBook -> Shop.Page#{number / 20} -> Shop.Order#{number} -- Terms --> string#{number}"))}
        string#1..{count}: 96 bytes, string, value net 30 days
        """;

    private static string Sheet(int slots) => $"""
        static Shop.Book.Sheet -> Sheet -- Cells --> Cell[] -- [7] --> Cell
        Cell[]: {24 + 8 * slots} bytes, length {slots}
        """;

    private static string Views(int all, int disposed) => $"""
        static Shop.Open.Views -> System.Collections.Generic.List<View> -> View[] -> View#1..{all}
        View#1..{disposed}: set _disposed
        """;

    private static string Listeners(int all, int gone) => $"""
        static Shop.Bus.Listeners -> System.Collections.Generic.List<{Weak}> -> {Weak}[] -> {Weak}#1..{all}
        {Weak}#1..{gone}: gone
        """;
}

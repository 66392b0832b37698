using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections.Anchors;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections.Anchors;

public sealed class AnchorSearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_way_is_cut_at_the_programs_own_reference_that_is_nearest_to_the_objects()
    {
        var (report, chains) = Of("""
            static Shop.Bus.Instance -> Shop.Bus -- _changed --> System.EventHandler#0 -- _invocationList --> object[]#0
            object[]#0 -- [0] --> System.EventHandler#1 -- _target --> Window#1
            object[]#0 -- [1] --> System.EventHandler#2 -- _target --> Window#2
            static Shop.Cache.Windows -> System.Collections.Generic.List<Window> -- _items --> Window[] -- [0] --> Window#1
            Window#1 -- Model --> Model
            """, "Window#1", "Window#2")!.Value;
        Assert.Equal(["static field Shop.Cache.Windows", "field Bus._changed"], report.Ways.Select(way => way.Cut!.Place));
        Assert.Equal(["Window", "Window"], chains.Select(chain => chain.Steps[^1].Type.Name));
        Assert.Equal((2L, true, true), (report.Objects, report.IsComplete, report.IsFewest));
        Assert.Equal(report.Ways.Select(way => way.Cut), report.Fewest);
        Assert.Equal([(0, 2), (1, 5)], report.Ways.Select(way => ((int)way.Alone.Chosen, (int)way.Alone.Objects)));
        Assert.Equal((2, 9), ((int)report.Together.Chosen, (int)report.Together.Objects));
    }

    [Fact]
    public void One_cut_above_where_the_ways_part_is_fewer()
    {
        var (report, _) = Of("""
            static Shop.App.Current -> Shop.App
            Shop.App -- Bus --> Shop.Bus -- Changed --> Window
            Shop.App -- Cache --> Shop.Cache -- Last --> Window
            """, "Window")!.Value;
        Assert.Equal(["field Bus.Changed", "field Cache.Last"], report.Ways.Select(way => way.Cut!.Place).Order());
        Assert.Equal(["Shop.App.Current"], report.Fewest.Select(cut => cut.Field));
    }

    [Fact]
    public void What_can_not_be_cut_is_said_to_be_so()
    {
        var (report, _) = Of("frozen -> Window\nstatic Shop.Cache.Last -> Window", "Window")!.Value;
        Assert.Equal(["Shop.Cache.Last", null], report.Ways.Select(way => way.Cut?.Field));
        Assert.False(report.IsComplete);
        Assert.Empty(report.Fewest);
    }

    [Fact]
    public void Where_no_reference_is_the_programs_own_it_is_the_last_one_of_NETs_or_the_root()
    {
        var (report, _) = Of("thread Main -> Window\nstatic System.Queue.All -> System.Queue -- _first --> Window\nthread System.Wait -> System.Queue", "Window")!.Value;
        Assert.Equal(["a local variable of Main", "field Queue._first"], report.Ways.Select(way => way.Cut!.Place).Order());
        Assert.Equal((2, 1), (report.Fewest.Count, (int)report.Together.Objects));
    }

    [Fact]
    public void Garbage_is_kept_in_no_way() => Assert.Null(Of("static Shop.Cache.Last -> Order\nWindow", "Window"));

    [Fact]
    public void Ways_are_independent_and_no_fewer_cuts_do_on_random_graphs()
    {
        var several = 0;
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var (objects, places) = (random.Next(3, 9), random.Next(1, 3));
            var sketch = GraphSketch.Read(string.Join('\n', [
                .. Enumerable.Range(0, objects).Select(index => $"T{index % 5}#{index}"),
                .. Enumerable.Range(0, random.Next(1, 22)).Select(_ => (From: random.Next(objects), To: random.Next(objects)))
                    .Select(edge => $"T{edge.From % 5}#{edge.From} -- f{random.Next(places)} --> T{edge.To % 5}#{edge.To}"),
                .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(objects)).Select(root => $"static A.S{random.Next(3)} -> T{root % 5}#{root}")]));
            var snapshot = sketch.ToSnapshot();
            int[] targets = [.. Enumerable.Range(0, objects).Where(_ => random.Next(4) == 0)];
            var all = snapshot.Fields!.Find(null, Cancellation).Select(field => new CutPlace("", field, null)).ToArray();
            var cuts = new CutPlaces(snapshot, Cancellation);
            var found = new AnchorSearch(snapshot, targets, new ChainOptions(), Cancellation).Find();
            Assert.Equal(IsFreedBy([]), found is null);
            if (found is not { Report: var report })
            {
                continue;
            }

            Assert.True(report.IsComplete && report.IsFewest, $"seed {seed}");
            CutPlace[] ways = [.. report.Ways.Select(way => PlaceOf(way.Cut!))];
            Assert.True(IsFreedBy(ways), $"seed {seed}");
            Assert.All(ways, way => Assert.False(IsFreedBy([.. ways.Except([way])]), $"seed {seed}"));
            Assert.True(IsFreedBy([.. report.Fewest.Select(PlaceOf)]), $"seed {seed}");
            Assert.DoesNotContain(
                Enumerable.Range(0, 1 << all.Length).Where(set => int.PopCount(set) < report.Fewest.Count),
                set => IsFreedBy([.. all.Where((_, bit) => (set >> bit & 1) != 0)]));
            several += ways.Length > report.Fewest.Count ? 1 : 0;

            bool IsFreedBy(CutPlace[] places) => !targets.Any(ReachableObjects.From(snapshot.Graph.Without(cuts.At(places)), Cancellation).Contains);

            CutPlace PlaceOf(AnchorCut cut) => all.Single(place => place.Field!.FullName == cut.Field);
        }

        Assert.True(several > 10, $"{several}");
    }

    private static (AnchorReport Report, IReadOnlyList<ReferenceChain> Chains)? Of(string text, params string[] targets)
    {
        var sketch = GraphSketch.Read(text);
        return new AnchorSearch(sketch.ToSnapshot(), [.. targets.Select(name => sketch[name])], new ChainOptions(), Cancellation).Find();
    }
}

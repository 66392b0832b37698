using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

public sealed class DominatorTreeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Dumps => [.. LeakTargetDumps.Names];

    [Fact]
    public void An_object_that_two_others_share_hangs_on_what_is_above_both()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache -> List -> Order#1 -> Customer
            List -> Order#2 -> Customer
            thread -> Form -> Logger
            handle -> Service -> Logger
            Garbage -> Logger
            List: 100 bytes
            """);
        var tree = DominatorTree.Of(sketch.Graph, Cancellation);
        Assert.Equal(sketch["List"], tree.DominatorOf(sketch["Customer"]));
        Assert.Equal(DominatorTree.VirtualRoot, tree.DominatorOf(sketch["Logger"]));
        Assert.Equal(DominatorTree.Unreachable, tree.DominatorOf(sketch["Garbage"]));
        Assert.Equal(172, tree.RetainedBytesOf(sketch["List"]));
        Assert.Equal(24, tree.RetainedBytesOf(sketch["Form"]));
        Assert.Equal(0, tree.RetainedBytesOf(sketch["Garbage"]));
        Assert.Equal([sketch["Order#1"], sketch["Customer"], sketch["Order#2"]], tree.Children[sketch["List"]].ToArray().Order());
        Assert.Equal(["Form", "List", "Logger", "Service"], tree.Children[DominatorTree.VirtualRoot].ToArray().Select(index => sketch.Graph.TypeOf(index).Name).Order());
        Assert.Empty(tree.Children[sketch["Garbage"]].ToArray());
        Assert.Equal((7, 244), (tree.ReachableCount, tree.ReachableBytes));
    }

    /// <summary>Sums are kept in 32 bits where they fit.</summary>
    [Fact]
    public void What_retains_4_GB_and_more_is_exact_too()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache -> List -> Array#1
            List -> Array#2
            List -> Array#3
            static Shop.Exactly -> Half -> Other
            Array#1: 2147483640 bytes
            Array#2: 2147483640 bytes
            Array#3: 2147483640 bytes
            Half: 2147483640 bytes
            Other: 2147483655 bytes
            """);
        var tree = DominatorTree.Of(sketch.Graph, Cancellation);
        Assert.Equal(24 + 3L * 2147483640, tree.RetainedBytesOf(sketch["List"]));
        Assert.Equal(uint.MaxValue, tree.RetainedBytesOf(sketch["Half"]));
        Assert.Equal(2147483655, tree.RetainedBytesOf(sketch["Other"]));
        Assert.Equal(24 + 3L * 2147483640 + uint.MaxValue, tree.ReachableBytes);
        Assert.Equal([sketch["Array#1"], sketch["Array#2"], sketch["Array#3"]], tree.Children[sketch["List"]].ToArray().Order());
    }

    [Fact]
    public void Dominators_and_retained_sizes_are_what_removing_each_object_shows_on_random_graphs()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var graph = RandomGraph.Small(seed);
            var tree = DominatorTree.Of(graph, Cancellation);
            var reachable = SlowDominators.ReachedWithout(graph, _ => false);
            var dominatedBy = reachable.ToDictionary(index => index, index => reachable.Except(SlowDominators.ReachedWithout(graph, gone => gone == index)).ToHashSet());
            for (var index = 0; index < graph.ObjectCount; index++)
            {
                Assert.Equal(reachable.Contains(index), tree.IsReachable(index));
                var retained = dominatedBy.GetValueOrDefault(index, []);
                Assert.Equal(retained.Sum(graph.BytesOf), tree.RetainedBytesOf(index));

                // All that dominate an object stand in one line; the nearest dominates the fewest.
                var expected = !reachable.Contains(index) ? DominatorTree.Unreachable : reachable.Where(other => other != index && dominatedBy[other].Contains(index))
                    .OrderBy(other => dominatedBy[other].Count).FirstOrDefault(DominatorTree.VirtualRoot);
                Assert.True(expected == tree.DominatorOf(index), $"seed {seed}, object {index}: {expected}, not {tree.DominatorOf(index)}");
            }

            AssertTreeIsWhole(graph, tree);
        }
    }

    [Fact]
    public void A_million_random_objects_have_the_dominators_that_data_flow_finds()
    {
        var graph = RandomGraph.Large(1_000_000, seed: 7);
        var tree = DominatorTree.Of(graph, Cancellation);
        AssertSame(SlowDominators.ByDataFlow(graph), tree);
        AssertTreeIsWhole(graph, tree);
    }

    [NotQuick]
    [Theory]
    [MemberData(nameof(Dumps))]
    public void Dumps_of_programs_have_the_dominators_that_data_flow_finds(string name)
    {
        using var snapshot = HeapTargetOpener.Open(HeapTargetChooser.AtPath(LeakTargetDumps.Heap(name)), new HeapReadOptions(GraphParts.All), null, Cancellation);
        var tree = DominatorTree.Of(snapshot.Graph, Cancellation);
        AssertSame(SlowDominators.ByDataFlow(snapshot.Graph), tree);
        AssertTreeIsWhole(snapshot.Graph, tree);
    }

    [NotQuick]
    [Fact]
    public void A_dump_of_a_million_objects_has_the_dominators_that_data_flow_finds()
    {
        using var snapshot = HeapTargetOpener.Open(
            HeapTargetChooser.AtPath(LeakTargetDumps.HeapOf("HeapMaker", "1000000")), new HeapReadOptions(GraphParts.All), null, Cancellation);
        var tree = DominatorTree.Of(snapshot.Graph, Cancellation);
        Assert.InRange(tree.ReachableCount, 1_000_000, snapshot.Graph.ObjectCount);
        AssertSame(SlowDominators.ByDataFlow(snapshot.Graph), tree);
        AssertTreeIsWhole(snapshot.Graph, tree);
        var folded = RetentionTree.Of(snapshot.Graph, tree, new RetentionTreeOptions(), Cancellation);
        Assert.Equal((tree.ReachableCount, tree.ReachableBytes), (folded.Top.RetainedObjects, folded.Top.Children.Sum(child => child.RetainedBytes)));
    }

    [Fact]
    public void A_list_a_million_deep_is_no_deeper_than_the_memory_is_large()
    {
        const int Count = 1_000_000;
        var graph = RandomGraph.Of(Count, [.. Enumerable.Range(1, Count - 1).Select(index => (index - 1, index))], [0]);
        var tree = DominatorTree.Of(graph, Cancellation);
        Assert.Equal(24L * Count, tree.RetainedBytesOf(0));
        Assert.Equal(24, tree.RetainedBytesOf(Count - 1));
        Assert.Equal(Count - 2, tree.DominatorOf(Count - 1));
        AssertTreeIsWhole(graph, tree);
    }

    [Fact]
    public void A_long_list_whose_payloads_are_held_elsewhere_too_ends()
    {
        // The list first, so that each payload is found at its end: 0 -> 1 -> 2 ... and every node -> its payload <- a root.
        // Paths that are not compressed make it 10^11 steps.
        const int Count = 500_000;
        var graph = RandomGraph.Of(
            2 * Count,
            [.. Enumerable.Range(1, Count - 1).Select(index => (index - 1, index)), .. Enumerable.Range(0, Count).Select(index => (index, Count + index))],
            [0, .. Enumerable.Range(Count, Count)]);
        var tree = DominatorTree.Of(graph, Cancellation);
        Assert.All(Enumerable.Range(Count, Count), payload => Assert.Equal(DominatorTree.VirtualRoot, tree.DominatorOf(payload)));
    }

    [Fact]
    public void A_heap_without_roots_or_objects_has_an_empty_tree()
    {
        var empty = DominatorTree.Of(GraphSketch.Parse(""), Cancellation);
        Assert.Equal((0, 0L, 0), (empty.ReachableCount, empty.ReachableBytes, empty.Children[DominatorTree.VirtualRoot].Length));
        Assert.Equal(DominatorTree.Unreachable, DominatorTree.Of(GraphSketch.Parse("A -> B"), Cancellation).DominatorOf(0));
    }

    [Fact]
    public void A_cancelled_search_ends_with_an_exception() => Assert.Throws<OperationCanceledException>(() =>
        DominatorTree.Of(GraphSketch.Parse("static A -> B"), new CancellationToken(canceled: true)));

    private static void AssertSame(int[] expected, DominatorTree tree)
    {
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.True(expected[index] == tree.DominatorOf(index), $"object {index}: {expected[index]}, not {tree.DominatorOf(index)}");
        }
    }

    /// <summary>Every reachable object stands below its dominator, once and after it, and the top of the tree retains all there is.</summary>
    private static void AssertTreeIsWhole(ObjectGraph graph, DominatorTree tree)
    {
        int[] objects = [.. Enumerable.Range(0, graph.ObjectCount)];
        var dominators = new int[objects.Length];
        tree.DominatorsOf(objects, dominators);
        Assert.Equal(objects.Select(tree.DominatorOf), dominators);
        Assert.Equal(objects.Where(tree.IsReachable), objects.Where(tree.Reachable.Contains));
        var top = 0L;
        foreach (var index in tree.Children[DominatorTree.VirtualRoot])
        {
            top += tree.RetainedBytesOf(index);
        }

        Assert.Equal(tree.ReachableBytes, top);
        var place = new int[graph.ObjectCount];
        var (next, below) = (0, tree.Children[DominatorTree.VirtualRoot].Length);
        foreach (var index in tree.Preorder)
        {
            Assert.Equal(0, place[index]);
            place[index] = ++next;
            Assert.True(tree.DominatorOf(index) is var above && (above == DominatorTree.VirtualRoot || place[above] > 0));
            foreach (var child in tree.Children[index])
            {
                Assert.Equal(index, tree.DominatorOf(child));
                below++;
            }
        }

        Assert.Equal((tree.ReachableCount, tree.ReachableCount), (next, below));
    }
}

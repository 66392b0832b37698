using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

public sealed class RetainedBytesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Nodes_of_a_list_are_not_counted_again_for_the_nodes_above_them()
    {
        var graph = GraphSketch.Parse("""
            static Queue.Head -> Node#1 -> Node#2 -> Node#3 -> Order
            thread -> Node#4
            """);
        var tree = DominatorTree.Of(graph, Cancellation);
        var byType = RetainedBytes.ByGroup(graph, tree, [0, 1], 2, cancellation: Cancellation);
        Assert.Equal((4, 96, 120), (byType[0].Objects, byType[0].Bytes, byType[0].Retained));
        Assert.Equal((1, 24, 24), (byType[1].Objects, byType[1].Bytes, byType[1].Retained));
        var below = RetainedBytes.ByGroup(graph, tree, [0, 1], 2, under: 0, cancellation: Cancellation);
        Assert.Equal((2, 48, 72), (below[0].Objects, below[0].Bytes, below[0].Retained));
    }

    [Fact]
    public void Together_two_owners_retain_what_neither_retains_alone()
    {
        var sketch = GraphSketch.Read("""
            static A.Cache -> Cache -> Shared
            static A.Index -> Index -> Shared
            static A.Other -> Other -> Index
            Shared: 1000 bytes
            """);
        Assert.Equal((2, 1024), OfSet("Cache", "Shared"));
        Assert.Equal((1, 24), OfSet("Index"));
        Assert.Equal((3, 1048), OfSet("Index", "Cache"));
        Assert.Equal((0, 0), OfSet());

        (long, long) OfSet(params string[] names)
        {
            var set = new ObjectSet(sketch.Graph.ObjectCount);
            Array.ForEach(names, name => set.Add(sketch[name]));
            return RetainedBytes.OfSet(sketch.Graph, set, Cancellation);
        }
    }

    [Fact]
    public void Garbage_is_counted_by_type_apart_from_the_tree()
    {
        var graph = GraphSketch.Parse("""
            static A.Cache -> Order#1
            Lost -> Order#2
            Order#3 -> Order#1
            Lost: 1000 bytes
            """);
        var garbage = UnreachableObjects.ByType(graph, DominatorTree.Of(graph, Cancellation));
        Assert.Equal([("Lost", 1L, 1000L), ("Order", 2L, 48L)], garbage.Select(row => (row.Type.Name, row.Objects, row.Bytes)));
    }

    [Fact]
    public void Sums_by_type_and_by_set_are_what_the_definition_says_on_random_graphs()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var graph = RandomGraph.Small(seed);
            var tree = DominatorTree.Of(graph, Cancellation);
            var byType = RetainedBytes.ByGroup(graph, tree, [0, 1, 2, 3, 4], 5, cancellation: Cancellation);
            var reachable = SlowDominators.ReachedWithout(graph, _ => false);
            for (var type = 0; type < 5; type++)
            {
                int[] same = [.. reachable.Where(index => graph.TypeIndexOf(index) == type)];
                var retained = same.Where(index => !AncestorsOf(index).Any(same.Contains)).Sum(tree.RetainedBytesOf);
                Assert.Equal((same.Length, same.Sum(graph.BytesOf), retained), (byType[type].Objects, byType[type].Bytes, byType[type].Retained));

                var set = new ObjectSet(graph.ObjectCount);
                Array.ForEach(same, index => set.Add(index));
                var freed = reachable.Except(SlowDominators.ReachedWithout(graph, same.Contains)).ToArray();
                Assert.Equal((freed.Length, freed.Sum(graph.BytesOf)), RetainedBytes.OfSet(graph, set, Cancellation));
            }

            IEnumerable<int> AncestorsOf(int index)
            {
                while ((index = tree.DominatorOf(index)) >= 0)
                {
                    yield return index;
                }
            }
        }
    }

    [Fact]
    public void A_list_a_million_deep_is_summed_up_by_type()
    {
        const int Count = 1_000_000;
        var graph = RandomGraph.Of(Count, [.. Enumerable.Range(1, Count - 1).Select(index => (index - 1, index))], [0]);
        var sum = RetainedBytes.ByGroup(graph, DominatorTree.Of(graph, Cancellation), [0, 0, 0, 0, 0], 1, cancellation: Cancellation);
        Assert.Equal((Count, 24L * Count, 24L * Count), (sum[0].Objects, sum[0].Bytes, sum[0].Retained));
    }
}

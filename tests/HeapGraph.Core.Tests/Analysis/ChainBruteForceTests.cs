using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Chains on seeded random graphs, against every way there is.</summary>
public sealed class ChainBruteForceTests
{
    [Fact]
    public void A_chain_exists_exactly_when_there_is_a_way_and_is_the_first_of_the_shortest()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var graph = RandomGraph(seed, out var random);
            var finder = ChainFinder.For(graph);
            foreach (var target in Enumerable.Range(0, graph.ObjectCount).OrderBy(_ => random.Next()))
            {
                var expected = WaysTo(graph, target).MinBy(way => way, Comparer<int[]>.Create((a, b) => Compare(graph, a, b)));
                var chain = finder.FindChainToRoot(target, TestContext.Current.CancellationToken);
                Assert.Equal(expected, chain?.Steps.Select(step => step.ObjectIndex));
                if (chain is not null)
                {
                    Assert.Equal(BestRootOf(graph, expected![0]), chain.Root);
                }
            }
        }
    }

    [Fact]
    public void A_chain_that_follows_the_dominators_is_the_one_that_a_search_finds()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var graph = RandomGraph(seed, out _);
            var (tree, cancellation) = (DominatorTree.Of(graph, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            var (searched, followed) = (ChainFinder.For(graph), ChainFinder.For(graph));
            for (var target = 0; target < graph.ObjectCount; target++)
            {
                var expected = searched.FindChainToRoot(target, cancellation);
                var found = followed.FindChainToRoot(target, tree, cancellation);
                Assert.Equal(expected?.Root, found?.Root);
                Assert.Equal(expected?.Steps.Select(step => step.ObjectIndex), found?.Steps.Select(step => step.ObjectIndex));
            }
        }
    }

    [Fact]
    public void Each_further_chain_is_new_real_simple_and_apart_from_the_others_when_that_is_possible()
    {
        var (sharing, least, missed) = (0, 0, 0);
        for (var seed = 0; seed < 3000; seed++)
        {
            var graph = RandomGraph(seed, out var random);
            var target = random.Next(graph.ObjectCount);
            var chains = ChainFinder.For(graph).FindChainsToRoot(target, 4, TestContext.Current.CancellationToken);
            var ways = WaysTo(graph, target).SelectMany(way => graph.RootsOf(way[0]).DistinctBy(root => root.Place), (way, root) => (root.Place, Way: way)).ToList();
            var shared = new HashSet<int>();
            foreach (var chain in chains)
            {
                var objects = chain.Steps.Select(step => step.ObjectIndex).ToArray();
                Assert.Equal(chain.Root.ObjectIndex, objects[0]);
                var fewest = ways.Min(way => way.Way.SkipLast(1).Count(shared.Contains));
                Assert.Equal(1, ways.RemoveAll(way => way.Place == chain.Root.Place && way.Way.SequenceEqual(objects)));
                Assert.Equal(objects.SkipLast(1).Count(shared.Contains), chain.SharedObjects);
                Assert.Equal(fewest == 0, chain.SharedObjects == 0);
                (sharing, least) = chain.SharedObjects == 0 ? (sharing, least) : (sharing + 1, least + (chain.SharedObjects == fewest ? 1 : 0));
                shared.UnionWith(objects.SkipLast(1));
            }

            missed += Math.Min(4 - chains.Count, ways.Count);
        }

        // The search for chains that share objects looks at each object once, so one in fifty may escape it; it never
        // took one that shares more than it must.
        Assert.InRange(missed, 0, sharing / 50);
        Assert.Equal(sharing, least);
    }

    private static ObjectGraph RandomGraph(int seed, out Random random)
    {
        var dice = random = new Random(seed);
        var count = dice.Next(1, 9);
        string[] roots = ["static S.A", "static S.B", "static", "stack Main", "handle", "finalizerQueue"];
        return GraphSketch.Parse(string.Join('\n', [
            .. Enumerable.Range(0, count).Select(index => $"T{index}"),
            .. Enumerable.Range(0, dice.Next(0, 18)).Select(_ => $"T{dice.Next(count)} -> T{dice.Next(count)}"),
            .. Enumerable.Range(0, dice.Next(0, 4)).Select(_ => $"{roots[dice.Next(roots.Length)]} -> T{dice.Next(count)}")]));
    }

    /// <summary>Every way from a root's object to the target that has each object once.</summary>
    private static IEnumerable<int[]> WaysTo(ObjectGraph graph, int target)
    {
        return Longer([target]);

        IEnumerable<int[]> Longer(int[] way) =>
        [
            .. graph.RootsOf(way[0]).Take(1).Select(_ => way),
            .. graph.Referrers[way[0]].ToArray().Distinct().Except(way).SelectMany(referrer => Longer([referrer, .. way])),
        ];
    }

    /// <summary>The shorter way first, then the better root, then the lower objects from the end.</summary>
    private static int Compare(ObjectGraph graph, int[] a, int[] b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length)
        : a[0] != b[0] ? OrderOf(graph, a[0]).CompareTo(OrderOf(graph, b[0]))
        : a.Reverse().Zip(b.Reverse()).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(order => order != 0);

    private static HeapRoot BestRootOf(ObjectGraph graph, int objectIndex) => graph.RootsOf(objectIndex).MinBy(root => RankOf(graph, root));

    private static (int, bool, int) OrderOf(ObjectGraph graph, int objectIndex) => RankOf(graph, BestRootOf(graph, objectIndex));

    private static (int Kind, bool IsNameless, int Index) RankOf(ObjectGraph graph, HeapRoot root) => (
        root.Kind switch { HeapRootKind.Static => 0, HeapRootKind.Stack => 1, HeapRootKind.StrongHandle => 2, _ => 3 },
        root.Name is null,
        graph.Roots.ToList().IndexOf(root));
}

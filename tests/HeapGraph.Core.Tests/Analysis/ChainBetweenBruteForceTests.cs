using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Chains between chosen objects on seeded random graphs, against every way there is.</summary>
public sealed class ChainBetweenBruteForceTests
{
    [Fact]
    public void A_chain_between_objects_exists_exactly_when_there_is_a_way_and_is_the_first_of_the_shortest()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var (graph, options, ways) = RandomQuestion(seed);
            var finder = ChainFinder.For(graph, options);
            for (var target = 0; target < graph.ObjectCount; target++)
            {
                var expected = ways(target).Order(Comparer<int[]>.Create((a, b) => Compare(graph, options, a, b))).FirstOrDefault();
                var chain = finder.FindChainToRoot(target, TestContext.Current.CancellationToken);
                Assert.Equal(expected, chain is null ? null : [chain.From!.ObjectIndex, .. chain.Steps.Select(step => step.ObjectIndex)]);
            }
        }
    }

    [Fact]
    public void The_nearest_of_some_objects_are_those_with_the_shortest_ways()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var (graph, options, ways) = RandomQuestion(seed);
            int[] all = [.. Enumerable.Range(0, graph.ObjectCount)];
            var lengths = all.Select(target => ways(target).Select(way => way.Length).DefaultIfEmpty(int.MaxValue).Min()).ToArray();
            var nearest = ChainFinder.For(graph, options).NearestOf(all, 3, TestContext.Current.CancellationToken);
            Assert.Equal(lengths.Order().Take(3), nearest.Select(target => lengths[target]));
            Assert.Equal(nearest.Count, nearest.Distinct().Count());
        }
    }

    [Fact]
    public void Each_further_chain_between_objects_is_new_real_and_no_longer_than_allowed()
    {
        var (found, missed) = (0, 0);
        for (var seed = 0; seed < 3000; seed++)
        {
            var (graph, options, ways) = RandomQuestion(seed);
            var target = seed % graph.ObjectCount;
            var left = ways(target).ToList();
            foreach (var chain in ChainFinder.For(graph, options).FindChainsToRoot(target, 3, TestContext.Current.CancellationToken))
            {
                int[] objects = [chain.From!.ObjectIndex, .. chain.Steps.Select(step => step.ObjectIndex)];
                Assert.Equal(1, left.RemoveAll(way => way.SequenceEqual(objects)));
                found++;
            }

            missed += left.Count > 0 && left.Count == ways(target).Count() ? 1 : 0;
        }

        Assert.True(found > 1000);
        Assert.Equal(0, missed);
    }

    [Fact]
    public void From_a_root_too_no_chain_is_longer_than_allowed()
    {
        var graph = GraphSketch.Parse("""
            static S.A -> A -> B -> C
            """);
        Assert.Null(To("C", 2));
        Assert.Equal(3, To("C", 3)!.Steps.Count);
        Assert.Equal(3, To("C", 0)!.Steps.Count);
        Assert.Single(To("A", 1)!.Steps);

        ReferenceChain? To(string type, int maxDepth) =>
            ChainFinder.For(graph, new() { MaxDepth = maxDepth }).FindChainToRoot(graph.Only(type), TestContext.Current.CancellationToken);
    }

    /// <summary>A small graph, where chains on it begin, and what they may not pass.</summary>
    private static (ObjectGraph Graph, ChainOptions Options, Func<int, IEnumerable<int[]>> Ways) RandomQuestion(int seed)
    {
        var dice = new Random(seed);
        var count = dice.Next(1, 9);
        var graph = GraphSketch.Parse(string.Join('\n', [
            .. Enumerable.Range(0, count).Select(index => $"T{index}"),
            .. Enumerable.Range(0, dice.Next(0, 18)).Select(_ => $"T{dice.Next(count)} -> T{dice.Next(count)}")]));
        var excluded = dice.Next(4) == 0 ? dice.Next(count) : -1;
        var ignored = dice.Next(3) == 0 ? dice.Next(count) : -1;
        var options = new ChainOptions
        {
            From = [.. Enumerable.Range(0, dice.Next(1, 4)).Select(_ => dice.Next(count)).Distinct()],
            MaxDepth = dice.Next(0, 5),
            ExcludesObject = ignored < 0 ? null : index => index == ignored,
            ExcludesType = excluded < 0 ? null : type => graph.Types[type].Name == $"T{excluded}",
        };
        return (graph, options, target => WaysTo(graph, options, target));
    }

    /// <summary>Every way from a chosen object to the target that has each object after the first once and passes none that it may not.</summary>
    private static IEnumerable<int[]> WaysTo(ObjectGraph graph, ChainOptions options, int target)
    {
        return Longer([target]);

        IEnumerable<int[]> Longer(int[] way) => options.MaxDepth > 0 && way.Length > options.MaxDepth ? [] :
        [
            .. options.From!.Where(from => graph.References[from].Contains(way[0])).Select(from => (int[])[from, .. way]),
            .. graph.Referrers[way[0]].ToArray().Distinct().Except(way).Where(MayPass).SelectMany(referrer => Longer([referrer, .. way])),
        ];

        bool MayPass(int index) => options.ExcludesObject?.Invoke(index) != true && options.ExcludesType?.Invoke(graph.TypeIndexOf(index)) != true;
    }

    /// <summary>The shorter way first, then that of the earlier reference of a chosen object, then the lower objects from the end.</summary>
    private static int Compare(ObjectGraph graph, ChainOptions options, int[] a, int[] b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length)
        : a[1] != b[1] ? FirstReferenceTo(graph, options, a[1]).CompareTo(FirstReferenceTo(graph, options, b[1]))
        : a.Skip(1).SequenceEqual(b.Skip(1)) ? options.From!.ToList().IndexOf(a[0]).CompareTo(options.From!.ToList().IndexOf(b[0]))
        : a.Reverse().Zip(b.Reverse()).Select(pair => pair.First.CompareTo(pair.Second)).First(order => order != 0);

    private static int FirstReferenceTo(ObjectGraph graph, ChainOptions options, int target) =>
        options.From!.SelectMany(from => graph.References[from].ToArray()).ToList().IndexOf(target);
}

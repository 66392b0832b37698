using System.Globalization;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Chains to 100,000 random objects of a real heap, against a plain breadth-first search from all roots.</summary>
/// <remarks>The heap has a million objects; <c>HEAPGRAPH_OBJECTS=10000000</c> makes another size.</remarks>
[NotQuick]
public sealed class LargeHeapChainTests
{
    private const int Chosen = 100_000;

    [Fact]
    public void A_chain_is_real_and_as_short_as_any_and_exists_exactly_when_the_object_is_reachable()
    {
        var objects = Environment.GetEnvironmentVariable("HEAPGRAPH_OBJECTS") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 1_000_000;
        using var snapshot = new DumpHeapReader(LeakTargetDumps.HeapOf("HeapMaker", $"{objects}")).Read(new HeapReadOptions(GraphParts.Reachability), null, CancellationToken.None);
        var graph = snapshot.Graph;
        Assert.True(graph.ObjectCount >= objects);

        var (steps, finder, random, found) = (StepsFromRoots(graph), ChainFinder.For(graph), new Random(20), 0);
        for (var turn = 0; turn < Chosen; turn++)
        {
            var target = random.Next(graph.ObjectCount);
            var chain = finder.FindChainToRoot(target, TestContext.Current.CancellationToken);
            Assert.Equal(steps[target], chain?.Steps.Count ?? 0);
            if (chain is not null)
            {
                found++;
                Assert.Equal((chain.Root.ObjectIndex, target), (chain.Steps[0].ObjectIndex, chain.Steps[^1].ObjectIndex));
                Assert.All(chain.Steps.Zip(chain.Steps.Skip(1)), pair => Assert.True(graph.References[pair.First.ObjectIndex].Contains(pair.Second.ObjectIndex)));
            }
        }

        Assert.InRange(found, 1, Chosen);
    }

    /// <summary>By object, how many objects the shortest way from a root has; 0 where there is none. That an object is never collected is
    /// told of that object, and only where nothing else leads to it.</summary>
    private static int[] StepsFromRoots(ObjectGraph graph)
    {
        var steps = new int[graph.ObjectCount];
        var waiting = new Queue<int>();
        foreach (var root in graph.Roots.Where(root => root.Kind != HeapRootKind.Frozen))
        {
            Reach(root.ObjectIndex, 1);
        }

        while (waiting.TryDequeue(out var here))
        {
            foreach (var target in graph.References[here])
            {
                Reach(target, steps[here] + 1);
            }
        }

        foreach (var root in graph.Roots.Where(root => root.Kind == HeapRootKind.Frozen))
        {
            steps[root.ObjectIndex] = Math.Max(1, steps[root.ObjectIndex]);
        }

        return steps;

        void Reach(int target, int step)
        {
            if (steps[target] == 0)
            {
                steps[target] = step;
                waiting.Enqueue(target);
            }
        }
    }
}

using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>Chains from roots against a plain breadth-first search of the whole heap, in which each object's distance is noted.</summary>
internal static class PlainChains
{
    /// <summary>Asks for the chains of random objects: each is real, as short as any, and there exactly when the object is reachable.</summary>
    public static void Compare(ObjectGraph graph, int count)
    {
        var (steps, finder, random, found) = (StepsFromRoots(graph), ChainFinder.For(graph), new Random(20), 0);
        for (var turn = 0; turn < count; turn++)
        {
            var target = random.Next(graph.ObjectCount);
            var chain = finder.FindChainToRoot(target, TestContext.Current.CancellationToken);
            Assert.True(steps[target] == (chain?.Steps.Count ?? 0), $"{graph.AddressOf(target):x}: {steps[target]} steps, not {chain?.Steps.Count ?? 0}");
            if (chain is not null)
            {
                found++;
                Assert.Equal((chain.Root.ObjectIndex, target), (chain.Steps[0].ObjectIndex, chain.Steps[^1].ObjectIndex));
                Assert.All(
                    chain.Steps.Zip(chain.Steps.Skip(1)),
                    pair => Assert.True(graph.References[pair.First.ObjectIndex].Contains(pair.Second.ObjectIndex), $"{graph.AddressOf(target):x}"));
            }
        }

        Assert.InRange(found, 1, count);
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

using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

/// <summary>Dominators by other ways: obvious ones, and an algorithm that shares nothing with the one under test.</summary>
internal static class SlowDominators
{
    /// <summary>What the roots reach when some objects are gone.</summary>
    public static HashSet<int> ReachedWithout(ObjectGraph graph, Func<int, bool> isGone)
    {
        var reached = new HashSet<int>();
        var pending = new Stack<int>(graph.Roots.Select(root => root.ObjectIndex));
        while (pending.TryPop(out var next))
        {
            if (!isGone(next) && reached.Add(next))
            {
                foreach (var target in graph.References[next])
                {
                    pending.Push(target);
                }
            }
        }

        return reached;
    }

    /// <summary>Dominator by object, data-flow until nothing changes: K. Cooper, T. Harvey, K. Kennedy, "A Simple, Fast
    /// Dominance Algorithm", 2001. Needs <see cref="GraphParts.All"/>.</summary>
    public static int[] ByDataFlow(ObjectGraph graph)
    {
        var postorder = PostorderOf(graph);
        var rank = new int[graph.ObjectCount];   // in postorder; the virtual root comes last
        Array.Fill(rank, -1);
        for (var index = 0; index < postorder.Count; index++)
        {
            rank[postorder[index]] = index;
        }

        var top = postorder.Count;
        var dominator = new int[top + 1];
        Array.Fill(dominator, -1);
        dominator[top] = top;
        var isRoot = graph.Roots.Select(root => root.ObjectIndex).ToHashSet();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var index = top - 1; index >= 0; index--)
            {
                var found = isRoot.Contains(postorder[index]) ? top : -1;
                foreach (var referrer in graph.Referrers[postorder[index]])
                {
                    if (rank[referrer] >= 0 && dominator[rank[referrer]] >= 0)
                    {
                        found = found < 0 ? rank[referrer] : Meet(found, rank[referrer]);
                    }
                }

                changed |= dominator[index] != found;
                dominator[index] = found;
            }
        }

        return [.. rank.Select(number =>
            number < 0 ? DominatorTree.Unreachable : dominator[number] == top ? DominatorTree.VirtualRoot : postorder[dominator[number]])];

        int Meet(int one, int other)
        {
            while (one != other)
            {
                (one, other) = one < other ? (dominator[one], other) : (one, dominator[other]);
            }

            return one;
        }
    }

    private static List<int> PostorderOf(ObjectGraph graph)
    {
        var postorder = new List<int>();
        var seen = new bool[graph.ObjectCount];
        var pending = new Stack<(int Object, int At)>();
        foreach (var root in graph.Roots.Select(root => root.ObjectIndex).Where(root => !seen[root]))
        {
            seen[root] = true;
            pending.Push((root, 0));
            while (pending.TryPop(out var next))
            {
                var row = graph.References[next.Object];
                var at = next.At;
                while (at < row.Length && seen[row[at]])
                {
                    at++;
                }

                if (at == row.Length)
                {
                    postorder.Add(next.Object);
                    continue;
                }

                seen[row[at]] = true;
                pending.Push((next.Object, at + 1));
                pending.Push((row[at], 0));
            }
        }

        return postorder;
    }
}

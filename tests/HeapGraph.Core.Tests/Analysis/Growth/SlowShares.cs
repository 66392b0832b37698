using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Tests.Analysis.Growth;

/// <summary>The obvious way to split what sets share: an object at a time, and a search from each set.</summary>
internal static class SlowShares
{
    /// <param name="graph">The heap.</param>
    /// <param name="setByObject">The set of each object; below 0 for none.</param>
    /// <param name="sharing">How many sets share, from the first on.</param>
    /// <returns>All that is shared, and each set's part of it.</returns>
    public static (long Bytes, decimal[] PartBySet) Of(ObjectGraph graph, int[] setByObject, int sharing)
    {
        int[] roots = [.. graph.Roots.Select(root => root.ObjectIndex)];
        var reached = Reached(graph, roots, _ => false);
        var past = Reached(graph, roots, IsMember);
        HashSet<int>[] pastEach = [.. Enumerable.Range(0, sharing).Select(set => Reached(graph, roots, index => setByObject[index] == set))];
        HashSet<int>[] below = [.. Enumerable.Range(0, sharing).Select(set => reached.Where(index => setByObject[index] == set)
            .SelectMany(member => Reached(graph, graph.References[member].ToArray(), IsMember)).ToHashSet())];
        int[] shared = [.. reached.Where(index => !past.Contains(index) && pastEach.All(others => others.Contains(index)))];
        var parts = new decimal[sharing];
        foreach (var index in shared)
        {
            int[] holders = [.. Enumerable.Range(0, sharing).Where(set => below[set].Contains(index))];
            Array.ForEach(holders, set => parts[set] += (decimal)graph.BytesOf(index) / holders.Length);
        }

        return (shared.Sum(graph.BytesOf), parts);

        bool IsMember(int index) => setByObject[index] >= 0 && setByObject[index] < sharing;
    }

    private static HashSet<int> Reached(ObjectGraph graph, int[] starts, Func<int, bool> isAvoided)
    {
        var reached = starts.Where(start => !isAvoided(start)).ToHashSet();
        var open = new Queue<int>(reached);
        while (open.TryDequeue(out var next))
        {
            foreach (var target in graph.References[next])
            {
                if (!isAvoided(target) && reached.Add(target))
                {
                    open.Enqueue(target);
                }
            }
        }

        return reached;
    }
}

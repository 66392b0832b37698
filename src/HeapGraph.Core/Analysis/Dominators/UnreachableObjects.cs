using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What stands in no dominator tree: garbage that was not collected yet.</summary>
internal static class UnreachableObjects
{
    /// <summary>Counts the unreachable objects by type. One pass over the objects.</summary>
    /// <returns>One row per type with at least one, the most bytes first.</returns>
    public static IReadOnlyList<TypeTableRow> ByType(ObjectGraph graph, DominatorTree tree)
    {
        var sums = new (long Objects, long Bytes)[graph.Types.Count];
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (!tree.IsReachable(index))
            {
                ref var sum = ref sums[graph.TypeIndexOf(index)];
                sum = (sum.Objects + 1, sum.Bytes + graph.BytesOf(index));
            }
        }

        return [.. Enumerable.Range(0, sums.Length).Where(type => sums[type].Objects > 0)
            .Select(type => new TypeTableRow(graph.Types[type], sums[type].Objects, sums[type].Bytes))
            .OrderByDescending(row => row.Bytes)
            .ThenBy(row => row.Type.Name, StringComparer.Ordinal).ThenBy(row => row.Type.AssemblyName, StringComparer.Ordinal)];
    }
}

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
        var sums = new TypeSums(graph);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (!tree.IsReachable(index))
            {
                sums.Add(index);
            }
        }

        return sums.Rows;
    }
}

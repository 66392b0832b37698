using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What a collection would free if something were otherwise.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">Their sizes added up.</param>
/// <param name="Types">The same by type, the most bytes first.</param>
internal sealed record FreedObjects(long Objects, long Bytes, IReadOnlyList<TypeTableRow> Types)
{
    /// <summary>Counts what was reachable and is no more. One pass over the objects.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="before">What is reachable.</param>
    /// <param name="after">What would still be.</param>
    public static FreedObjects Between(ObjectGraph graph, ObjectSet before, ObjectSet after)
    {
        var sums = new (long Objects, long Bytes)[graph.Types.Count];
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (before.Contains(index) && !after.Contains(index))
            {
                ref var sum = ref sums[graph.TypeIndexOf(index)];
                sum = (sum.Objects + 1, sum.Bytes + graph.BytesOf(index));
            }
        }

        return new FreedObjects(sums.Sum(sum => sum.Objects), sums.Sum(sum => sum.Bytes), [.. Enumerable.Range(0, sums.Length)
            .Where(type => sums[type].Objects > 0)
            .Select(type => new TypeTableRow(graph.Types[type], sums[type].Objects, sums[type].Bytes))
            .OrderByDescending(row => row.Bytes)
            .ThenBy(row => row.Type.Name, StringComparer.Ordinal).ThenBy(row => row.Type.AssemblyName, StringComparer.Ordinal)]);
    }
}

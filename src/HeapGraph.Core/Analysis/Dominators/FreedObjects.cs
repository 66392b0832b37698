using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph;

/// <summary>What a collection would free if something were otherwise.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">Their sizes added up.</param>
/// <param name="Types">The same by type, the most bytes first.</param>
public sealed record FreedObjects(long Objects, long Bytes, IReadOnlyList<TypeTableRow> Types)
{
    /// <summary>Counts what was reachable and is no more. One pass over the objects.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="before">What is reachable.</param>
    /// <param name="after">What would still be.</param>
    internal static FreedObjects Between(ObjectGraph graph, ObjectSet before, ObjectSet after)
    {
        var sums = new TypeSums(graph);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (before.Contains(index) && !after.Contains(index))
            {
                sums.Add(index);
            }
        }

        var rows = sums.Rows;
        return new FreedObjects(rows.Sum(row => row.Objects), rows.Sum(row => row.Bytes), rows);
    }
}

using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Types;

/// <summary>Counts some objects of a heap by type.</summary>
internal static class TypesOfObjects
{
    /// <param name="graph">The heap.</param>
    /// <param name="objects">The objects, each once.</param>
    /// <param name="scope">What they are.</param>
    /// <returns>All rows, the most common first.</returns>
    public static TypeTable Of(ObjectGraph graph, IReadOnlyList<int> objects, ObjectScope scope)
    {
        var sums = new TypeSums(graph);
        foreach (var index in objects)
        {
            sums.Add(index);
        }

        var rows = sums.Rows;
        return new TypeTable(scope, rows, rows.Sum(row => row.Objects), rows.Sum(row => row.Bytes), rows.Count, graph.Coverage).SortedBy(TypeSort.Count);
    }
}

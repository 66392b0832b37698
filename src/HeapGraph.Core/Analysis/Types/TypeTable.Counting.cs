using System.Collections.Concurrent;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial record TypeTable
{
    /// <summary>Counts a heap's objects by type. One pass over the objects on all cores, after the search for reachable ones.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/> unless all objects count.</param>
    /// <param name="scope">Which objects count.</param>
    /// <param name="includesType">Types to count, by type index; null for all.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <returns>All rows, the most common first.</returns>
    internal static TypeTable Of(
        ObjectGraph graph, ObjectScope scope, Func<int, bool>? includesType = null, CancellationToken cancellation = default) =>
        Of(graph, scope, ObjectFilter.None, includesType, cancellation);

    /// <summary>Counts those objects of a heap by type that fit a filter, at the same cost.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/> unless all objects count.</param>
    /// <param name="scope">Which objects count.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="includesType">Types to count besides, by type index; null for all.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <returns>All rows, the most common first.</returns>
    internal static TypeTable Of(
        ObjectGraph graph, ObjectScope scope, ObjectFilter filter, Func<int, bool>? includesType = null, CancellationToken cancellation = default)
    {
        bool[] fitsByType = [.. graph.Types.Select(filter.IncludesType)];
        var fits = filter.ObjectsIn(graph);
        var counting = ReachableObjects.Within(graph, scope, cancellation);
        var objectsByType = new long[graph.Types.Count];
        var bytesByType = new long[graph.Types.Count];
        Parallel.ForEach(
            graph.ObjectCount == 0
                ? Partitioner.Create(Array.Empty<Tuple<int, int>>())
                : Partitioner.Create(0, graph.ObjectCount, Math.Max(1 << 16, graph.ObjectCount / (Environment.ProcessorCount * 8) + 1)),
            new ParallelOptions { CancellationToken = cancellation },
            () => (Objects: new long[objectsByType.Length], Bytes: new long[objectsByType.Length]),
            (part, _, tally) =>
            {
                for (var index = part.Item1; index < part.Item2; index++)
                {
                    if (counting?.Contains(index) != false && fits?.Invoke(index) != false)
                    {
                        var type = graph.TypeIndexOf(index);
                        tally.Objects[type]++;
                        tally.Bytes[type] += graph.BytesOf(index);
                    }
                }

                return tally;
            },
            tally =>
            {
                lock (objectsByType)
                {
                    for (var type = 0; type < objectsByType.Length; type++)
                    {
                        objectsByType[type] += tally.Objects[type];
                        bytesByType[type] += tally.Bytes[type];
                    }
                }
            });
        return Of(
            new HeapTypeCounts("", graph.Types, objectsByType, bytesByType, graph.Coverage),
            type => fitsByType[type] && includesType?.Invoke(type) != false,
            scope) with { Filter = filter };
    }

    /// <summary>The table of what a reader has counted.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="includesType">Types to count, by type index; null for all.</param>
    /// <param name="scope">Which objects the reader has counted.</param>
    /// <returns>All rows, the most common first.</returns>
    internal static TypeTable Of(HeapTypeCounts counts, Func<int, bool>? includesType = null, ObjectScope scope = ObjectScope.All)
    {
        var rows = new List<TypeTableRow>();
        for (var type = 0; type < counts.Types.Count; type++)
        {
            if (counts.ObjectsByType[type] > 0 && includesType?.Invoke(type) != false)
            {
                rows.Add(new TypeTableRow(counts.Types[type], counts.ObjectsByType[type], counts.BytesByType[type]));
            }
        }

        return new TypeTable(scope, rows, rows.Sum(row => row.Objects), rows.Sum(row => row.Bytes), rows.Count, counts.Coverage)
            .SortedBy(TypeSort.Count);
    }

    /// <summary>The same rows in another order.</summary>
    internal TypeTable SortedBy(TypeSort sort)
    {
        var sorted = sort switch
        {
            TypeSort.Count => Rows.OrderByDescending(row => row.Objects),
            TypeSort.Bytes => Rows.OrderByDescending(row => row.Bytes),
            TypeSort.Retained => Rows.OrderByDescending(row => row.RetainedBytes ?? 0),
            _ => Rows.OrderBy(row => row.Type.Name, StringComparer.Ordinal),
        };
        return this with
        {
            Rows = [.. sorted.ThenBy(row => row.Type, HeapTypeByName.Order)],
        };
    }

    /// <summary>The first rows only; the totals stay those of all.</summary>
    /// <param name="limit">How many; 0 for all.</param>
    internal TypeTable Limited(int limit) => limit == 0 ? this : this with { Rows = [.. Rows.Take(limit)] };
}

using HeapGraph.Core.Analysis.Types;

namespace HeapGraph;

public sealed partial record GrowthTable
{
    /// <summary>Compares the tables of two or more snapshots, oldest first; types are matched by name and assembly.</summary>
    /// <param name="tables">All rows of each snapshot, with where it came from.</param>
    /// <param name="peak">Compare the last snapshot with each type's highest count before it, and list increases only.</param>
    /// <param name="by">What one row stands for.</param>
    internal static GrowthTable Of(IReadOnlyList<(string Target, TypeTable Table)> tables, bool peak = false, GrowthRowKind by = GrowthRowKind.Type)
    {
        var isByType = by == GrowthRowKind.Type;
        return Of(
            [.. tables.Select(one => GrowthSnapshot.Of(one.Target, one.Table))],
            tables.Select(one => one.Table.Rows.Select(row => (isByType ? row.Type : GroupOf(row.Type, by), row.Objects, row.Bytes))),
            HeapTypeByName.Order,
            (key, objects, bytes, objectsDelta, bytesDelta) => new GrowthRow(isByType ? key : null, objects, bytes, objectsDelta, bytesDelta) { Group = isByType ? null : key.Name },
            peak) with { Scope = tables[0].Table.Scope, By = by, Filter = tables[0].Table.Filter };
    }

    private static GrowthTable Of<TKey>(
        GrowthSnapshot[] snapshots, IEnumerable<IEnumerable<(TKey Key, long Objects, long Bytes)>> counted, IEqualityComparer<TKey> order,
        Func<TKey, long[], long[], long, long, GrowthRow> rowOf, bool peak)
        where TKey : notnull
    {
        var countsByKey = new Dictionary<TKey, (long[] Objects, long[] Bytes)>(order);
        foreach (var (snapshot, rowsOfOne) in counted.Index())
        {
            foreach (var (key, objects, bytes) in rowsOfOne)
            {
                if (!countsByKey.TryGetValue(key, out var counts))
                {
                    countsByKey[key] = counts = (new long[snapshots.Length], new long[snapshots.Length]);
                }

                counts.Objects[snapshot] += objects;
                counts.Bytes[snapshot] += bytes;
            }
        }

        GrowthRow[] rows = [.. countsByKey
            .Select(pair => rowOf(pair.Key, pair.Value.Objects, pair.Value.Bytes, Delta(pair.Value.Objects), Delta(pair.Value.Bytes)))
            .Where(row => peak ? row.ObjectsDelta > 0 : row.Objects.Distinct().Count() > 1 || row.Bytes.Distinct().Count() > 1)];
        return new GrowthTable(default, peak, snapshots, rows, rows.Length).SortedBy(GrowthSort.Count);

        long Delta(long[] counts) => counts[^1] - (peak ? counts[..^1].Max() : counts[0]);
    }

    /// <summary>A namespace or an assembly in the place of a type.</summary>
    private static HeapType GroupOf(HeapType type, GrowthRowKind by) =>
        by == GrowthRowKind.Namespace ? Group(type.Parsed.Namespace) : Group(type.AssemblyName);

    private static HeapType Group(string name) => new(name, name, "");

    /// <summary>The same rows in another order.</summary>
    internal GrowthTable SortedBy(GrowthSort sort)
    {
        var sorted = sort switch
        {
            GrowthSort.Bytes => Rows.OrderByDescending(row => row.BytesDelta).ThenByDescending(row => row.ObjectsDelta),
            GrowthSort.Name => Rows.OrderBy(row => row.Name, StringComparer.Ordinal),
            GrowthSort.Old => Rows.OrderByDescending(row => row.Objects[0]),
            GrowthSort.Current => Rows.OrderByDescending(row => row.Objects[^1]),
            _ => Rows.OrderByDescending(row => row.ObjectsDelta).ThenByDescending(row => row.BytesDelta),
        };
        return this with
        {
            Rows = [.. sorted.ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Type?.AssemblyName, StringComparer.Ordinal)],
        };
    }

    /// <summary>The first rows only.</summary>
    /// <param name="limit">How many; 0 for all.</param>
    internal GrowthTable Limited(int limit) => limit == 0 ? this : this with { Rows = [.. Rows.Take(limit)] };
}

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
        var countsByKey = new Dictionary<HeapType, (long[] Objects, long[] Bytes)>(HeapTypeByName.Order);
        for (var snapshot = 0; snapshot < tables.Count; snapshot++)
        {
            foreach (var row in tables[snapshot].Table.Rows)
            {
                var key = by == GrowthRowKind.Type ? row.Type : GroupOf(row.Type, by);
                if (!countsByKey.TryGetValue(key, out var counts))
                {
                    countsByKey[key] = counts = (new long[tables.Count], new long[tables.Count]);
                }

                counts.Objects[snapshot] += row.Objects;
                counts.Bytes[snapshot] += row.Bytes;
            }
        }

        var rows = countsByKey
            .Select(pair => new GrowthRow(by == GrowthRowKind.Type ? pair.Key : null, pair.Value.Objects, pair.Value.Bytes, Delta(pair.Value.Objects), Delta(pair.Value.Bytes))
            {
                Group = by == GrowthRowKind.Type ? null : pair.Key.Name,
            })
            .Where(row => peak ? row.ObjectsDelta > 0 : row.Objects.Distinct().Count() > 1 || row.Bytes.Distinct().Count() > 1)
            .ToArray();
        return new GrowthTable(
            tables[0].Table.Scope,
            peak,
            [.. tables.Select(one => GrowthSnapshot.Of(one.Target, one.Table))],
            rows,
            rows.Length) { By = by, Filter = tables[0].Table.Filter }.SortedBy(GrowthSort.Count);

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

using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Types;

namespace HeapGraph;

/// <summary>How many objects of each type are new in the second of two snapshots of a process, as objgraph's <c>get_new_ids</c> tells.</summary>
/// <param name="Snapshots">The two; reachable objects alone.</param>
/// <param name="Rows">Types of which objects came or went, sorted as asked.</param>
/// <param name="TypeCount">Number of rows before any limit.</param>
public sealed record NewObjectTable(IReadOnlyList<GrowthSnapshot> Snapshots, IReadOnlyList<NewObjectRow> Rows, int TypeCount)
{
    /// <summary>What was left out of each snapshot.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;

    /// <summary>The same rows in another order: the largest first, names ascending.</summary>
    internal NewObjectTable SortedBy(GrowthSort sort)
    {
        var sorted = sort switch
        {
            GrowthSort.Old => Rows.OrderByDescending(row => row.Old),
            GrowthSort.Current => Rows.OrderByDescending(row => row.Current),
            GrowthSort.New => Rows.OrderByDescending(row => row.New),
            GrowthSort.Name => Rows.OrderBy(row => row.Type.Name, StringComparer.Ordinal),
            _ => Rows.OrderByDescending(row => row.Delta).ThenByDescending(row => row.New),
        };
        return this with
        {
            Rows = [.. sorted.ThenBy(row => row.Type, HeapTypeByName.Order)],
        };
    }

    /// <summary>The first rows only.</summary>
    /// <param name="limit">How many; 0 for all.</param>
    internal NewObjectTable Limited(int limit) => limit == 0 ? this : this with { Rows = [.. Rows.Take(limit)] };
}

/// <summary>The objects of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Old">How many there were.</param>
/// <param name="Current">How many there are.</param>
/// <param name="New">How many of these were not there before: counted where the row is certain, else an estimate.</param>
/// <param name="IsCertain">Whether each of the new ones certainly is: where it lies no collection moves objects, and there was none of its
/// type and size before; or there was no object of its type before that could have moved.</param>
public sealed record NewObjectRow(HeapType Type, long Old, long Current, long New, bool IsCertain)
{
    /// <summary>The change: what is new, less what is gone.</summary>
    public long Delta => Current - Old;
}

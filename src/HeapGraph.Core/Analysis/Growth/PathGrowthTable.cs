using HeapGraph.Core.Analysis;

namespace HeapGraph;

/// <summary>The paths from the roots on which there were more objects in each snapshot than in the one before. What lies
/// below such a path grew with it and is left out.</summary>
/// <param name="Snapshots">The snapshots, oldest first; reachable objects alone.</param>
/// <param name="Rows">The paths, sorted as asked.</param>
/// <param name="PathCount">Number of rows before any limit.</param>
public sealed partial record PathGrowthTable(IReadOnlyList<GrowthSnapshot> Snapshots, IReadOnlyList<PathGrowthRow> Rows, int PathCount)
{
    /// <summary>Who fills the fields that the paths shown lead through, as of a chain.</summary>
    public IReadOnlyList<FilledField> Filled => [.. Rows.SelectMany(row => row.Filled).DistinctBy(filled => filled.Field)];

    /// <summary>What was left out of each snapshot.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;

    /// <summary>How many more literals and types there were, which .NET makes when it compiles code: no row tells of them.</summary>
    internal long CodeObjectsDelta { get; init; }

    /// <summary>The same rows in another order: the largest change first, names ascending.</summary>
    internal PathGrowthTable SortedBy(GrowthSort sort)
    {
        var sorted = sort switch
        {
            GrowthSort.Bytes => Rows.OrderByDescending(row => row.RetainedBytesDelta ?? row.BytesDelta).ThenByDescending(row => row.ObjectsDelta),
            GrowthSort.Name => Rows.OrderBy(row => row.Path.Type.Name, StringComparer.Ordinal),
            GrowthSort.Old => Rows.OrderByDescending(row => row.Objects[0]),
            GrowthSort.Current => Rows.OrderByDescending(row => row.Objects[^1]),
            _ => Rows.OrderByDescending(row => row.ObjectsDelta).ThenByDescending(row => row.RetainedBytesDelta ?? 0),
        };
        return this with { Rows = [.. sorted.ThenBy(row => row.Path.Key, StringComparer.Ordinal)] };
    }

    /// <summary>The first rows only.</summary>
    /// <param name="limit">How many; 0 for all.</param>
    internal PathGrowthTable Limited(int limit) => limit == 0 ? this : this with { Rows = [.. Rows.Take(limit)] };
}

/// <summary>The objects on one path over all snapshots.</summary>
/// <param name="Path">The path.</param>
/// <param name="Objects">Number of objects by snapshot.</param>
/// <param name="Bytes">Their bytes by snapshot (shallow).</param>
/// <param name="RetainedBytes">By snapshot the bytes that a collection would free if all objects on the path went; null where
/// nobody measured them.</param>
public sealed record PathGrowthRow(GrowthPath Path, IReadOnlyList<long> Objects, IReadOnlyList<long> Bytes, IReadOnlyList<long>? RetainedBytes)
{
    /// <summary>By snapshot the path's even part of what only several paths keep alive together, and each of them alone does
    /// not: see <see cref="HeapGraph.Core.Analysis.Dominators.RetainedSets"/>. Null where nobody measured it: below another path that grew.</summary>
    public IReadOnlyList<long>? SharedBytes { get; init; }

    /// <summary>Who fills the fields that it leads through.</summary>
    internal IReadOnlyList<FilledField> Filled { get; init; } = [];

    /// <summary>Change in objects from the first to the last snapshot.</summary>
    public long ObjectsDelta => Objects[^1] - Objects[0];

    /// <summary>Change in bytes (shallow).</summary>
    public long BytesDelta => Bytes[^1] - Bytes[0];

    /// <summary>Change in retained bytes.</summary>
    public long? RetainedBytesDelta => RetainedBytes?[^1] - RetainedBytes?[0];

    /// <summary>Change in shared bytes.</summary>
    public long? SharedBytesDelta => SharedBytes?[^1] - SharedBytes?[0];
}

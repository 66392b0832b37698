using HeapGraph.Core.Analysis;

namespace HeapGraph;

/// <summary>The objects of a heap counted by type.</summary>
/// <param name="Scope">Which objects were counted.</param>
/// <param name="Rows">One row per type with at least one object, sorted as asked, ties by name.</param>
/// <param name="TotalObjects">Objects in all rows, before any limit.</param>
/// <param name="TotalBytes">Bytes in all rows, before any limit.</param>
/// <param name="TypeCount">Number of rows before any limit.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed partial record TypeTable(
    ObjectScope Scope,
    IReadOnlyList<TypeTableRow> Rows,
    long TotalObjects,
    long TotalBytes,
    int TypeCount,
    HeapCoverage Coverage)
{
    /// <summary>Whether the rows say what their objects keep alive.</summary>
    public bool HasRetainedBytes { get; init; }

    /// <summary>What was left out.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;
}

/// <summary>The objects of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Objects">How many there are.</param>
/// <param name="Bytes">Their sizes added up (shallow).</param>
public sealed record TypeTableRow(HeapType Type, long Objects, long Bytes)
{
    /// <summary>Bytes that the objects keep alive, themselves included, none counted twice; 0 when all are unreachable,
    /// null when nobody asked.</summary>
    public long? RetainedBytes { get; init; }
}

/// <summary>What a table of types is sorted by: the largest first, names ascending.</summary>
public enum TypeSort
{
    /// <summary>Number of objects.</summary>
    Count,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bytes that the objects keep alive.</summary>
    Retained,

    /// <summary>Name.</summary>
    Name,
}

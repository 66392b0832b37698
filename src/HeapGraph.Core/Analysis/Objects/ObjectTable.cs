using HeapGraph.Core.Analysis;

namespace HeapGraph;

/// <summary>Single objects of a heap.</summary>
/// <param name="Scope">Which objects count.</param>
/// <param name="Rows">The objects shown, sorted as asked, ties by address.</param>
/// <param name="TotalObjects">How many match, before any limit.</param>
/// <param name="TotalBytes">Their sizes added up (shallow), before any limit.</param>
/// <param name="Coverage">What could not be read.</param>
internal sealed partial record ObjectTable(
    ObjectScope Scope, IReadOnlyList<ObjectTableRow> Rows, long TotalObjects, long TotalBytes, HeapCoverage Coverage)
{
    /// <summary>What a collection would free if all that match went, and not only those shown; null when nobody asked.</summary>
    public (long Objects, long Bytes)? Retained { get; init; }

    /// <summary>Whether the rows say what each object keeps alive.</summary>
    public bool HasRetainedBytes { get; init; }

    /// <summary>Whether only objects are listed that no other object refers to.</summary>
    public bool IsOfUnreferenced { get; init; }

    /// <summary>What all that match hang on, where they are unreachable; null else.</summary>
    public GarbageReport? Garbage { get; init; }

    /// <summary>Paths whose values each row tells besides.</summary>
    public IReadOnlyList<string> Selected { get; init; } = [];

    /// <summary>What was left out.</summary>
    public ObjectFilter Filter { get; init; } = ObjectFilter.None;
}

/// <summary>One object.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Address">Its address.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Value">Its value in a few words, where it has one.</param>
internal sealed record ObjectTableRow(HeapType Type, ulong Address, long Bytes, string? Value)
{
    /// <summary>Bytes that a collection would free if this object alone went; 0 when it is unreachable, null when nobody asked.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>The values of <see cref="ObjectTable.Selected"/>, as tables show them; null where a path leads nowhere.</summary>
    public IReadOnlyList<string?> Fields { get; init; } = [];

    /// <summary>The part of the heap that it lies in; null where a reader can not tell.</summary>
    public HeapGeneration? Generation { get; init; }
}

/// <summary>What a table of objects is sorted by: the largest first, addresses and names ascending.</summary>
public enum ObjectSort
{
    /// <summary>Address.</summary>
    Address,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bytes that the object keeps alive.</summary>
    Retained,

    /// <summary>Name of the type.</summary>
    Type,
}

namespace HeapGraph;

/// <summary>One part of the heap, and what of it lies free between objects.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Bytes">Bytes of its segments up to the end of what was allocated.</param>
/// <param name="FreeBytes">Bytes of free blocks in it.</param>
/// <param name="FreeBlocks">Number of free blocks.</param>
/// <param name="LargestFreeBytes">The largest of them.</param>
public readonly record struct HeapSpace(HeapSpaceKind Kind, long Bytes, long FreeBytes, long FreeBlocks, long LargestFreeBytes);

/// <summary>The parts into which the garbage collector divides the heap.</summary>
public enum HeapSpaceKind
{
    /// <summary>Generation 0: new objects.</summary>
    Generation0,

    /// <summary>Generation 1: what has survived one collection.</summary>
    Generation1,

    /// <summary>Generation 2: what has survived more.</summary>
    Generation2,

    /// <summary>Generations 0 and 1 in one segment, before .NET 7.</summary>
    Ephemeral,

    /// <summary>The large object heap: objects of 85,000 bytes or more, which are not moved.</summary>
    Large,

    /// <summary>The pinned object heap.</summary>
    Pinned,

    /// <summary>Literals and the like, that are never collected.</summary>
    Frozen,
}

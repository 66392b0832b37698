using HeapGraph.Core.Graph;

namespace HeapGraph;

/// <summary>Which part of the GC heap an object lies in.</summary>
public enum HeapGeneration
{
    /// <summary>Allocated since the last collection.</summary>
    Gen0,

    /// <summary>Has outlived a collection.</summary>
    Gen1,

    /// <summary>Has outlived more.</summary>
    Gen2,

    /// <summary>The large object heap: objects of 85,000 bytes or more. They stay where they are unless the program asks for compaction.</summary>
    Large,

    /// <summary>The pinned object heap. Objects stay where they are.</summary>
    Pinned,

    /// <summary>Frozen segments, as for literals. Objects are never collected nor moved.</summary>
    Frozen,
}

/// <summary>A stretch of the heap that belongs to one generation.</summary>
/// <param name="Range">Where it lies.</param>
/// <param name="Generation">The generation.</param>
internal readonly record struct HeapStretch(AddressRange Range, HeapGeneration Generation);

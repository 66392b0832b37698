namespace HeapGraph;

/// <summary>How much of the heap was read: what is missing from a result, in numbers.</summary>
public sealed record HeapCoverage
{
    /// <summary>Whether there is a heap to read. A dump that was made without one (mini, triage) tells of threads only, and of the heap nothing: all
    /// numbers here are 0 then.</summary>
    public bool HoldsHeap { get; init; } = true;

    /// <summary>Bytes of all heap segments between their first object and the end of what was allocated.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Bytes that were walked: objects, free space and unused allocation contexts. With no gap this equals <see cref="BytesTotal"/>.</summary>
    public long BytesWalked { get; init; }

    /// <summary>Bytes of memory that the collector has for the heap: <see cref="BytesTotal"/>, and what it keeps for objects to come. What of the
    /// latter was never written to is not in memory. Null where nothing tells it: the heap has no regions.</summary>
    public long? BytesCommitted { get; init; }

    /// <summary>Bytes of free blocks between objects.</summary>
    public long FreeBytes { get; init; }

    /// <summary>Number of free blocks.</summary>
    public long FreeBlocks { get; init; }

    /// <summary>The same by part of the heap, those that exist, in the order of <see cref="HeapGeneration"/>; one without a generation behind
    /// <see cref="HeapGeneration.Gen2"/>.</summary>
    public IReadOnlyList<HeapSpace> Spaces { get; init; } = [];

    /// <summary>Stretches of the heap that could not be walked, in address order.</summary>
    public IReadOnlyList<HeapGap> Gaps { get; init; } = [];

    /// <summary>References whose target is no object of the heap. Not 0 only on torn dumps.</summary>
    public long DanglingReferences { get; init; }

    /// <summary>GC roots that lead into <see cref="Gaps"/>. What looks like a reference in a gap is a root of its own
    /// (<see cref="HeapRootKind.UnreadMemory"/>), since the object that stood there can't be told.</summary>
    public long RootsIntoGaps { get; init; }

    /// <summary>Sentences about anything else that could not be read, such as the stack of a thread.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The process that the heap is of; null for one that never was in any.</summary>
    public HeapProcess? Process { get; init; }

    /// <summary>What the copy of a live process took; null for a dump.</summary>
    public HeapFreeze? Freeze { get; init; }

    /// <summary>What the process died of, where its dump was written because of that; null for any other dump, and for a process that runs.</summary>
    public HeapDeath? Death { get; init; }
}

/// <summary>A stretch of the heap that could not be walked.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Reason">Why, as a few words: "not in the dump", "no valid MethodTable".</param>
public readonly record struct HeapGap(ulong Address, long Bytes, string Reason);

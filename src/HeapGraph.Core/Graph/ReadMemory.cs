using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Graph;

/// <summary>The memory of a process, as it was read: each stretch with its owner, the heap by what is in it, and the types of objects.</summary>
/// <param name="Target">The dump or process, as the user named it.</param>
/// <param name="Areas">All of its addresses, ascending.</param>
/// <param name="IsResidence">Whether the areas tell what was in memory. Otherwise the target does not, and they tell what the dump holds.</param>
/// <param name="Heap">What is in the heap, of each generation that there is.</param>
/// <param name="Alive">The objects that GC roots keep alive, by type.</param>
/// <param name="ObjectsByType">All objects by type index, also those that nothing keeps alive.</param>
/// <param name="Coverage">What could and could not be read.</param>
internal sealed record ReadMemory(
    string Target,
    IReadOnlyList<MemoryArea> Areas,
    bool IsResidence,
    IReadOnlyList<HeapContents> Heap,
    HeapTypeCounts Alive,
    IReadOnlyList<long> ObjectsByType,
    HeapCoverage Coverage)
{
    /// <summary>Objects that wait for their finalizer, by type index.</summary>
    public IReadOnlyList<long> WaitingByType { get; init; } = [];

    /// <summary>Objects that handles pin, by type index.</summary>
    public IReadOnlyList<long> PinnedByType { get; init; } = [];

    /// <summary>Bytes in memory where a page that n processes share counts as the nth part (Pss); 0 where that is not known.</summary>
    public long Proportional { get; init; }

    /// <summary>Bytes in huge pages of the administrator's pool, which the kernel does not count as resident.</summary>
    public long HugePool { get; init; }

    /// <summary>The container; null where none is known.</summary>
    public ContainerMemory? Container { get; init; }

    /// <summary>What malloc has.</summary>
    public required MallocUse Malloc { get; init; }

    /// <summary>How the collector was set up, as far as it is known.</summary>
    public GcSettings Collector { get; init; } = new(false, 1);
}

/// <summary>What is in the memory where objects of a generation lie, in bytes that are in memory.</summary>
/// <param name="Generation">The generation; null for the segment that the young ones share where the heap has no regions.</param>
/// <param name="Objects">Objects that GC roots keep alive.</param>
/// <param name="Garbage">Objects that nothing keeps alive.</param>
/// <param name="Free">Free space between objects.</param>
/// <param name="Unread">What could not be read.</param>
/// <param name="LargestFree">The largest free block, in memory or not.</param>
internal readonly record struct HeapContents(HeapGeneration? Generation, long Objects, long Garbage, long Free, long Unread, long LargestFree);

/// <summary>How a collector was set up.</summary>
/// <param name="IsServer">Whether it is the server GC.</param>
/// <param name="Heaps">How many heaps it has at this moment.</param>
internal readonly record struct GcSettings(bool IsServer, int Heaps);

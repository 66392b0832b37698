using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis;

/// <summary>What a process has in memory, as far as its heap and the system tell.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Heap">The heap: objects, garbage and the free space between them.</param>
/// <param name="Kept">What the collector keeps besides for objects to come; some of it may never have been written to, and is not in memory then.</param>
/// <param name="Files">Pages of programs and libraries; null where nothing tells it.</param>
internal sealed record ResidentMemory(long Bytes, long Heap, long Kept, long? Files)
{
    private const long Much = 64 << 20;   // a web application at rest has a quarter of it: compiled code, stacks, the runtime's own

    /// <summary>Native memory, stacks of threads and compiled code: all else. At least so much, where all that is kept is in memory.</summary>
    public long Native => Math.Max(0, Bytes - Heap - Kept - (Files ?? 0));

    /// <summary>Whether some of the heap is not in memory: what was never written to, or is swapped out. Then nothing is known of the rest.</summary>
    public bool HeapIsLarger => Heap > Bytes;

    /// <summary>Whether that is what fills the process.</summary>
    public bool IsMostlyNative => Files is not null && Native >= Much && Native * 2 >= Bytes;

    /// <summary>Whether what the collector keeps is worth a word.</summary>
    public bool KeepsMuch => Kept >= Much / 4 && Kept >= Bytes / 8;

    /// <summary>Whether so little of the heap is in use that the rest of it fills the process.</summary>
    /// <param name="reachableBytes">What is in use.</param>
    public bool IsMostlyUnused(long reachableBytes) => Heap - reachableBytes is var unused && unused >= Much && unused * 2 >= Heap && unused * 4 >= Bytes && !HeapIsLarger;

    /// <summary>That of the process that a heap is of; null where nothing tells it.</summary>
    public static ResidentMemory? Of(HeapCoverage coverage) => coverage.Process?.ResidentBytes is { } resident
        ? new(resident, coverage.BytesTotal, Math.Max(0, (coverage.BytesCommitted ?? 0) - coverage.BytesTotal), coverage.Process.ResidentFileBytes)
        : null;
}

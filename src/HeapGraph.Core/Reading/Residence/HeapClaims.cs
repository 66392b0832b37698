using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Segments;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>The memory of the GC heap: where objects lie, and what the collector has besides.</summary>
internal static class HeapClaims
{
    /// <param name="segments">Where the heap lies.</param>
    /// <param name="heap">The heap.</param>
    public static IEnumerable<MemoryClaim> Of(HeapSegments segments, ClrHeap heap)
    {
        foreach (var segment in segments.All)
        {
            yield return new MemoryClaim(
                segment.Range, ClaimRank.Objects, segment.Generation == HeapGeneration.Frozen ? MemoryKind.FrozenObjects : MemoryKind.Objects, null, segment.Generation);
        }

        foreach (var segment in heap.Segments)
        {
            yield return Kept(segment.CommittedMemory, ClaimRank.Collector);
            yield return Kept(segment.ReservedMemory, ClaimRank.Reserved);
        }

        if (segments.Reserved is { } reserved)
        {
            yield return new MemoryClaim(reserved, ClaimRank.Reserved, MemoryKind.Kept);
        }
    }

    private static MemoryClaim Kept(MemoryRange range, ClaimRank rank) => new(new AddressRange(range.Start, Math.Max(range.Start, range.End)), rank, MemoryKind.Kept);
}

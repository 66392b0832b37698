using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>The unit of work of the walk: the objects that start in one stretch of one segment, and what was found there.</summary>
/// <param name="range">Index of the segment's range in the address table.</param>
/// <param name="segment">The segment.</param>
/// <param name="memory">The readable memory that it lies in, up to the segment's end.</param>
/// <param name="start">Objects at or after this address belong to the piece ...</param>
/// <param name="end">... and those before this one. Multiples of <see cref="AddressTable.BytesPerWord"/> from the range's
/// start, so that no two pieces share a word of the bitmap.</param>
/// <param name="startsAtObject">Whether an object is known to begin at <paramref name="start"/>.</param>
internal sealed class HeapPiece(
    int range, HeapSegment segment, MemoryRun memory, ulong start, ulong end, bool startsAtObject)
{
    public int Range => range;
    public HeapSegment Segment => segment;
    public MemoryRun Memory => memory;
    public ulong Start => start;
    public ulong End => end;
    public bool StartsAtObject => startsAtObject;

    /// <summary>Address of the first object (or free block) that the walk found.</summary>
    public ulong FirstObject { get; set; }

    /// <summary>Where the walk stood when it left the piece: the first object of what follows.</summary>
    public ulong Next { get; set; }

    public long FreeBytes { get; set; }

    public long FreeBlocks { get; set; }

    public long LargestFreeBytes { get; set; }

    public List<HeapGap> Gaps { get; } = [];
}

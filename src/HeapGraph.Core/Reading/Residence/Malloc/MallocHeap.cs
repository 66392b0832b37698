using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>A stretch of an arena other than the main one (struct heap_info, which it begins with): 64 MB are reserved at an address that 64 MB divide, and <paramref name="Bytes"/> of them are in use.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Bytes">How many bytes the arena has of it.</param>
/// <param name="Arena">Where the arena is described, behind the header of its first stretch.</param>
/// <param name="Previous">The arena's stretch before it; 0 for the first.</param>
internal sealed record MallocHeap(ulong Start, ulong Bytes, ulong Arena, ulong Previous)
{
    private const ulong MostBytes = 64 << 20, PageBytes = 4096, MallocAlignment = 16;

    public ulong End => Start + Bytes;

    /// <summary>Bytes of the header that says all this: 32, from glibc 2.35 on 48. Only the first stretch tells.</summary>
    public ulong HeaderBytes => Arena - Start;

    /// <summary>Where the stretch begins that an address would lie in.</summary>
    public static ulong StartOf(ulong address) => address & ~(MostBytes - 1);

    /// <summary>All in some memory, ascending.</summary>
    /// <param name="image">The memory.</param>
    /// <param name="chains">Where they may lie: mappings, those that follow one another as one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static List<MallocHeap> In(MemoryImage image, IReadOnlyList<(ulong Start, ulong End)> chains, CancellationToken cancellation)
    {
        var found = new SortedDictionary<ulong, MallocHeap>();
        foreach (var (start, end) in chains)
        {
            for (var at = (start + MostBytes - 1) & ~(MostBytes - 1); at >= start && at < end; at += MostBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                if (image.TryRead<Header>(at, out var header)
                    && header.Bytes % PageBytes == 0 && header.Bytes is > 0 and <= MostBytes && header.Bytes <= end - at
                    && header.WritableBytes >= header.Bytes && header.WritableBytes <= MostBytes)
                {
                    found.Add(at, new MallocHeap(at, header.Bytes, header.Arena, header.Previous));
                }
            }
        }

        // An arena stands behind the header of its first stretch, and leads from each other one back to that.
        return [.. found.Values.Where(heap => found.TryGetValue(StartOf(heap.Arena), out var first)
            && first.Arena == heap.Arena && first.Previous == 0 && first.HeaderBytes is 32 or 48
            && (heap == first || (found.TryGetValue(heap.Previous, out var previous) && previous.Arena == heap.Arena)))];
    }

    /// <summary>Where the first block of an arena's first stretch begins.</summary>
    /// <param name="stateBytes">Bytes of the arena's description.</param>
    public ulong FirstBlockBehind(ulong stateBytes) => (Arena + stateBytes + MallocAlignment - 1) & ~(MallocAlignment - 1);

    private readonly record struct Header(ulong Arena, ulong Previous, ulong Bytes, ulong WritableBytes);
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>Finds the blocks that have pages of their own, by the header that each begins with.</summary>
/// <remarks>The header of a block that is aligned to more than a page stands at the end of one of its pages. Blocks that are aligned to 128 bytes or to 512 to 2048 are not found:
/// nobody does that, and each place more costs 20 ns a page. 100 ns a page, 25 ms a GB.</remarks>
internal static class LargeBlockSearch
{
    private const ulong PageBytes = 4096;

    /// <summary>Where in a page a header may stand: at its beginning, or right before an address that is aligned to 32, 64 or 256 bytes or a page.</summary>
    private static readonly ulong[] Places = [0, 16, 48, 240, PageBytes - MallocBlockHeader.Bytes];

    /// <param name="image">The memory.</param>
    /// <param name="chains">Where they may lie: mappings, those that follow one another as one.</param>
    /// <param name="others">What has another owner, ascending.</param>
    /// <param name="cancellation">Ends it.</param>
    public static List<AddressRange> In(MemoryImage image, IReadOnlyList<(ulong Start, ulong End)> chains, IReadOnlyList<AddressRange> others, CancellationToken cancellation)
    {
        var found = new List<AddressRange>();
        var reader = new BlockReader(image);
        foreach (var (start, end) in chains)
        {
            var from = start;
            foreach (var other in others.Where(other => other.Start < end && start < other.End).Append(new AddressRange(end, end)))
            {
                Find(image, reader, from, Math.Min(other.Start, end), found, cancellation);
                from = Math.Max(from, other.End);
            }
        }

        return found;
    }

    private static void Find(MemoryImage image, BlockReader reader, ulong start, ulong end, List<AddressRange> found, CancellationToken cancellation)
    {
        var least = start;   // no block reaches back beyond
        for (var page = (start + PageBytes - 1) & ~(PageBytes - 1); page < end;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (BlockIn(reader, page, least, end) is { } block)
            {
                found.Add(block);
                page = least = block.End;
            }
            else
            {
                page = Math.Max(page + PageBytes, image.NextFrom(page + PageBytes) & ~(PageBytes - 1));
            }
        }
    }

    private static AddressRange? BlockIn(BlockReader reader, ulong page, ulong least, ulong end)
    {
        foreach (var place in Places)
        {
            if (reader.TryRead(page + place, out var header) && header.BytesOfPagesAround is >= MallocBlockHeader.LargeBytes and var bytes
                && header.Before % PageBytes == place && page + place - least >= header.Before
                && page + place - header.Before is var start && bytes <= end - start)
            {
                return new AddressRange(start, start + bytes);
            }
        }

        return null;
    }
}

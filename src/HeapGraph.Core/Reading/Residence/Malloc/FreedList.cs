using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>A list of freed blocks, each of which says in its first word which one is next; from glibc 2.32 on that word is mixed with its own address (PROTECT_PTR).</summary>
/// <param name="First">The address of the first; 0 for none.</param>
/// <param name="IsBehindHeader">Whether addresses are those that malloc gave out, behind the header (tcache), or those of the headers (fast bins).</param>
internal readonly record struct FreedList(ulong First, bool IsBehindHeader)
{
    private const int MixedBits = 12;

    /// <summary>The blocks' addresses and bytes; null when it leads anywhere else than over such blocks to an end.</summary>
    /// <param name="image">The memory.</param>
    /// <param name="left">How many more blocks may be looked at, in this list and others; what was looked at is taken off.</param>
    /// <param name="fits">Whether at an address there may be a block of the list, by its header.</param>
    public List<(ulong Block, ulong Bytes)>? Blocks(MemoryImage image, ref long left, Func<ulong, MallocBlockHeader, bool> fits) =>
        Blocks(image, ref left, fits, isMixed: true) ?? Blocks(image, ref left, fits, isMixed: false);

    private List<(ulong Block, ulong Bytes)>? Blocks(MemoryImage image, ref long left, Func<ulong, MallocBlockHeader, bool> fits, bool isMixed)
    {
        var found = new List<(ulong Block, ulong Bytes)>();
        var (before, nextBefore) = (0UL, 1);   // where the list was a while ago: it must not come there again
        for (var at = First; at != 0;)
        {
            var block = at - (IsBehindHeader ? MallocBlockHeader.Bytes : 0);
            var next = block + MallocBlockHeader.Bytes;
            if (at == before || --left < 0 || block % MallocBlockHeader.Bytes != 0
                || !image.TryRead<MallocBlockHeader>(block, out var header) || !fits(block, header) || !image.TryRead<ulong>(next, out var word))
            {
                return null;
            }

            found.Add((block, header.BytesOfBlock));
            if (found.Count == nextBefore)
            {
                (before, nextBefore) = (at, nextBefore * 2);
            }

            at = word ^ (isMixed ? next >> MixedBits : 0);
        }

        return found;
    }
}

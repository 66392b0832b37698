using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>A list of freed blocks, each of which says in its first word which one is next; from glibc 2.32 on that word is mixed with its own address (PROTECT_PTR).</summary>
internal static class FreedList
{
    private const int MixedBits = 12;

    /// <summary>Follows one.</summary>
    /// <param name="image">The memory.</param>
    /// <param name="first">The address of the first; 0 for none.</param>
    /// <param name="behindHeader">Whether addresses are those that malloc gave out, behind the header (tcache), or those of the headers (fast bins).</param>
    /// <param name="most">No list is longer.</param>
    /// <param name="fits">Whether at an address there may be a block of the list, by its header.</param>
    /// <returns>The blocks' addresses and bytes; null when it leads anywhere else.</returns>
    public static List<(ulong Block, ulong Bytes)>? Of(MemoryImage image, ulong first, bool behindHeader, int most, Func<ulong, MallocBlockHeader, bool> fits) =>
        Of(image, first, behindHeader ? MallocBlockHeader.Bytes : 0, most, fits, isMixed: true)
        ?? Of(image, first, behindHeader ? MallocBlockHeader.Bytes : 0, most, fits, isMixed: false);

    private static List<(ulong Block, ulong Bytes)>? Of(MemoryImage image, ulong first, ulong ahead, int most, Func<ulong, MallocBlockHeader, bool> fits, bool isMixed)
    {
        var found = new List<(ulong Block, ulong Bytes)>();
        for (var at = first; at != 0;)
        {
            var block = at - ahead;
            var next = block + MallocBlockHeader.Bytes;
            if (found.Count >= most || block % MallocBlockHeader.Bytes != 0
                || !image.TryRead<MallocBlockHeader>(block, out var header) || !fits(block, header) || !image.TryRead<ulong>(next, out at))
            {
                return null;
            }

            found.Add((block, header.BytesOfBlock));
            at ^= isMixed ? next >> MixedBits : 0;
        }

        return found;
    }
}

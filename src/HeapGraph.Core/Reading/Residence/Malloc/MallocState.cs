using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>An arena's description (struct malloc_state), as far as it is made sure of.</summary>
/// <param name="Address">Where it stands.</param>
/// <param name="Layout">How.</param>
/// <param name="Top">The address of its last block, which no program has.</param>
/// <param name="TopEnd">The address behind that.</param>
internal sealed record MallocState(ulong Address, MallocLayout Layout, ulong Top, ulong TopEnd)
{
    private const ulong MostThreads = 1 << 22, MostSystemBytes = 1UL << 47, LeastBlock = 32, PageBytes = 4096;

    /// <summary>Reads one; null for what is none.</summary>
    /// <param name="image">The memory.</param>
    /// <param name="address">Where it would stand.</param>
    /// <param name="isEnd">Whether the last block may be one that ends at an address.</param>
    public static MallocState? At(MemoryImage image, ulong address, Func<(ulong Top, ulong TopEnd), bool> isEnd)
    {
        foreach (var layout in MallocLayout.All)
        {
            if (image.TryRead<ulong>(address + layout.Top, out var top) && top % MallocBlockHeader.Bytes == 0
                && image.TryRead<MallocBlockHeader>(top, out var header) && header is { IsPrecedingInUse: true, IsMapped: false, BytesOfBlock: >= LeastBlock }
                && top + header.BytesOfBlock is var end && end > top && end % PageBytes == 0 && isEnd((top, end)))
            {
                return new MallocState(address, layout, top, end);
            }
        }

        return null;
    }

    /// <summary>How many threads allocate from it; null where that can't be.</summary>
    public long? Threads(MemoryImage image) =>
        image.TryRead<ulong>(Address + Layout.Threads, out var threads) && threads <= MostThreads ? (long)threads : null;

    /// <summary>How many bytes it counts that it has from the system; null where that can't be.</summary>
    public ulong? SystemBytes(MemoryImage image) =>
        image.TryRead<ulong>(Address + Layout.SystemBytes, out var bytes) && bytes % PageBytes == 0 && bytes <= MostSystemBytes ? bytes : null;

    /// <summary>Where the next one in the ring stands; 0 where that is not known.</summary>
    public ulong Next(MemoryImage image) => image.TryRead<ulong>(Address + Layout.Next, out var next) && next % sizeof(ulong) == 0 ? next : 0;
}

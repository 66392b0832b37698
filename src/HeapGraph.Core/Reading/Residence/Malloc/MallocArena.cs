using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>An arena of glibc's malloc: memory that it has from the system, and what of it the program has not given back.</summary>
/// <remarks>Sums: <see cref="SystemBytes"/> is <see cref="InUseBytes"/> + <see cref="CachedBytes"/> + <see cref="FreeBytes"/> + <see cref="TopBytes"/> + <see cref="OwnBytes"/> +
/// <see cref="UnwalkedBytes"/>. mallinfo2's uordblks has in use what is in use, cached or malloc's own.</remarks>
internal sealed record MallocArena
{
    /// <summary>Where it is described (struct malloc_state); 0 where that was not found, of the main arena only.</summary>
    public required ulong Address { get; init; }

    /// <summary>Whether it is the one that grows by sbrk, in [heap].</summary>
    public required bool IsMain { get; init; }

    /// <summary>The memory that it has from the system, ascending: [heap] (where that could not grow, and the last piece from elsewhere), or the part in use of each reserved stretch of 64 MB.</summary>
    public required IReadOnlyList<AddressRange> Ranges { get; init; }

    /// <summary>Bytes in <see cref="Ranges"/>.</summary>
    public ulong SystemBytes { get; init; }

    /// <summary>Bytes of blocks that the program has and has not freed, with 8 bytes for each.</summary>
    public ulong InUseBytes { get; init; }

    /// <summary>How many these are.</summary>
    public long InUseBlocks { get; init; }

    /// <summary>Bytes of blocks that are freed, and that threads keep for themselves (tcache).</summary>
    public ulong CachedBytes { get; init; }

    /// <summary>Bytes of freed blocks between those in use; they can be given out again, and malloc_trim gives whole pages of them back.</summary>
    public ulong FreeBytes { get; init; }

    /// <summary>Bytes at the end that were never given out, or are freed again: what malloc gives back by itself (M_TRIM_THRESHOLD).</summary>
    public ulong TopBytes { get; init; }

    /// <summary>Bytes that malloc needs for itself.</summary>
    public ulong OwnBytes { get; init; }

    /// <summary>Bytes of which it is not known what they are: the limit was reached, or what stands there is no block.</summary>
    public ulong UnwalkedBytes { get; init; }

    /// <summary>Bytes that the main arena counts as its own and that were not found: it has them from elsewhere, since [heap] could not grow, and only the last such piece is found.
    /// In none of the other figures.</summary>
    public ulong ElsewhereBytes { get; init; }

    /// <summary>Where there was no block where one had to be; null when there was none missing. What was walked until then counts.</summary>
    public ulong? BrokenAt { get; init; }

    /// <summary>How many threads allocate from it; null where that is not known.</summary>
    public long? Threads { get; init; }

    /// <summary>Whether <see cref="FreeBytes"/> has the small freed blocks that malloc does not join (fast bins), 176 bytes each at most; otherwise they count as in use.</summary>
    public bool KnowsFastBins { get; init; }

    /// <summary>Freed bytes that the process still has from the system.</summary>
    public ulong AllFreeBytes => CachedBytes + FreeBytes + TopBytes;
}

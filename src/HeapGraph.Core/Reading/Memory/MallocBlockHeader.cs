namespace HeapGraph.Core.Reading.Memory;

/// <summary>What a block of memory begins with that a program has from glibc (struct malloc_chunk): two words, before the bytes that malloc returns.</summary>
/// <remarks>malloc/malloc.c of https://sourceware.org/git/glibc.git, "Physical chunk operations" and sysmalloc_mmap. A large block has pages of its own,
/// whose number of bytes stands in the second word; up to 2.42 with the header, from 2.43 on without. One that is aligned begins further inside, and its
/// first word says how far.</remarks>
/// <param name="Before">Of a block in an arena the bytes of the free block before it, of a large one the bytes between the beginning of its pages and this header.</param>
/// <param name="Size">Bytes of the block, with flags in the lowest bits.</param>
internal readonly record struct MallocBlockHeader(ulong Before, ulong Size)
{
    /// <summary>Bytes of a header.</summary>
    public const ulong Bytes = 16;

    /// <summary>Blocks of this many bytes and more have pages of their own, unless a program has freed larger ones before (M_MMAP_THRESHOLD, which adapts).</summary>
    public const ulong LargeBytes = 128 << 10;

    private const ulong PrecedingInUse = 1, Mapped = 2, FlagBits = 7, PageBytes = 4096;

    /// <summary>Bytes of a block in an arena, with its header.</summary>
    public ulong BytesOfBlock => Size & ~FlagBits;

    /// <summary>Whether the block before it is in use (PREV_INUSE).</summary>
    public bool IsPrecedingInUse => (Size & PrecedingInUse) != 0;

    /// <summary>Whether it has pages of its own (IS_MMAPPED).</summary>
    public bool IsMapped => (Size & Mapped) != 0;

    /// <summary>Bytes of all pages of a large block that begins at the beginning of its pages; 0 for what is none.</summary>
    public ulong BytesOfPages => Before == 0 ? BytesOfPagesAround : 0;

    /// <summary>Bytes of all pages of a large block, wherever it begins in them; 0 for what is none.</summary>
    public ulong BytesOfPagesAround
    {
        get
        {
            if ((Size & FlagBits) != Mapped || Before % Bytes != 0 || Before > long.MaxValue || Size > long.MaxValue)
            {
                return 0;
            }

            var bytes = Before + BytesOfBlock;
            return (bytes % PageBytes) switch { 0 => bytes, PageBytes - Bytes => bytes + Bytes, _ => 0 };
        }
    }
}

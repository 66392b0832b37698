using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>What of a process's memory glibc's malloc has, read from a copy of it: its arenas, and the large blocks that have pages of their own.</summary>
/// <remarks>
/// Of glibc 2.26 to 2.43, of 64 bits (malloc/malloc.c and malloc/arena.c of https://sourceware.org/git/glibc.git), as its defaults lay it out: with
/// glibc.malloc.hugetlb=2 arenas other than the main one are not found. Other C libraries and allocators (musl, jemalloc, mimalloc) have no arenas and mark no blocks.
/// Nothing that is read is trusted: each address is looked at once and lies in the arena that is walked, and each list ends with the blocks that there can be.
/// </remarks>
internal sealed class MallocArenas
{
    /// <summary>How many blocks are walked unless asked otherwise.</summary>
    public const long DefaultMostBlocks = 50_000_000;

    /// <summary>The arenas: the main one first, then by address. Empty where malloc is not glibc's.</summary>
    public required IReadOnlyList<MallocArena> Arenas { get; init; }

    /// <summary>The pages of large blocks, ascending.</summary>
    public required IReadOnlyList<AddressRange> LargeBlocks { get; init; }

    /// <summary>How many blocks in arenas were walked.</summary>
    public required long BlocksWalked { get; init; }

    /// <summary>Whether there are more, and the limit ended it.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Bytes in arenas.</summary>
    public ulong SystemBytes => Arenas.Aggregate(0UL, (sum, arena) => sum + arena.SystemBytes);

    /// <summary>Bytes of blocks that the program has, in arenas alone.</summary>
    public ulong InUseBytes => Arenas.Aggregate(0UL, (sum, arena) => sum + arena.InUseBytes);

    /// <summary>Freed bytes in arenas that the process still has.</summary>
    public ulong FreeBytes => Arenas.Aggregate(0UL, (sum, arena) => sum + arena.AllFreeBytes);

    /// <summary>Bytes of the large blocks' pages.</summary>
    public ulong LargeBytes => LargeBlocks.Aggregate(0UL, (sum, block) => sum + block.Bytes);

    /// <summary>Walks them.</summary>
    /// <param name="image">The copy's memory.</param>
    /// <param name="mappings">Memory of the process without a file that can be read and written, ascending, [heap] among it. Leave out what has another owner, the GC's heap most of all:
    /// each page of the rest is looked at for a large block.</param>
    /// <param name="heap">The process's [heap]; null when it is not known which that is (of a dump): then it is found from the arenas, if there are others than the main one.</param>
    /// <param name="mostBlocks">No more blocks are walked.</param>
    /// <param name="cancellation">Ends it.</param>
    public static MallocArenas Of(
        MemoryImage image,
        IReadOnlyList<(ulong Start, ulong End)> mappings,
        (ulong Start, ulong End)? heap,
        long mostBlocks = DefaultMostBlocks,
        CancellationToken cancellation = default)
    {
        var chains = Chained(mappings);
        var (arenas, blocks, isCut) = new ArenaWalk(image, chains, mostBlocks, cancellation).Walk(heap);
        var owned = arenas.SelectMany(arena => arena.Ranges).OrderBy(range => range.Start).ToList();
        return new MallocArenas
        {
            Arenas = arenas,
            BlocksWalked = blocks,
            IsCut = isCut,
            LargeBlocks = LargeBlockSearch.In(image, chains, owned, cancellation),
        };
    }

    private static List<(ulong Start, ulong End)> Chained(IReadOnlyList<(ulong Start, ulong End)> mappings)
    {
        var chains = new List<(ulong Start, ulong End)>();
        foreach (var (start, end) in mappings.Where(mapping => mapping.Start < mapping.End).OrderBy(mapping => mapping.Start))
        {
            if (chains.Count > 0 && start <= chains[^1].End)
            {
                chains[^1] = (chains[^1].Start, Math.Max(end, chains[^1].End));
            }
            else
            {
                chains.Add((start, end));
            }
        }

        return chains;
    }
}

using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>The freed blocks that threads keep for themselves (struct tcache_perthread_struct). In the arena they look as if they were in use.</summary>
/// <remarks>A thread has the table of its own in a block, and only the thread knows where. A block of just that size is one when each of its lists leads over blocks of the list's
/// size to its end, as many as the table counts. One that its thread is just changing is not recognized: what is in it counts as in use.</remarks>
/// <param name="image">The memory.</param>
/// <param name="isInArena">Whether a block may lie at an address.</param>
/// <param name="most">No more blocks are looked at, so that no memory, however it is made, takes long.</param>
internal sealed class ThreadCaches(MemoryImage image, Func<ulong, bool> isInArena, long most)
{
    private const int SmallLists = 64;
    private const ulong LeastBlock = 32, MostLargeBlock = 8 << 20;

    // 2.26 to 2.29; 2.30 to 2.41; from 2.42 on, where the numbers are how many more there may be.
    private static readonly Table[] Tables = [new(0x250, 1, 64, true), new(0x290, 2, 64, true), new(0x300, 2, 76, false)];

    private long _left = most;

    /// <summary>The blocks in all of them and their bytes.</summary>
    public Dictionary<ulong, ulong> Blocks { get; } = [];

    /// <summary>Looks whether a block is a thread's table.</summary>
    public void Look(ulong block, ulong bytes)
    {
        foreach (var table in Tables)
        {
            if (bytes == table.BlockBytes && Of(block + MallocBlockHeader.Bytes, table) is { } found)
            {
                foreach (var (cached, cachedBytes) in found)
                {
                    Blocks[cached] = cachedBytes;
                }
            }
        }
    }

    private List<(ulong Block, ulong Bytes)>? Of(ulong address, Table table)
    {
        var found = new List<(ulong Block, ulong Bytes)>();
        for (var index = 0; index < table.Lists; index++)
        {
            var number = table.NumberBytes == 1
                ? image.TryRead<byte>(address + (ulong)index, out var small) ? small : -1
                : image.TryRead<ushort>(address + (2 * (ulong)index), out var large) ? large : -1;
            if (number < 0 || --_left < 0 || !image.TryRead<ulong>(address + (ulong)(table.NumberBytes * table.Lists) + ((ulong)index * sizeof(ulong)), out var first)
                || (table.NumbersCount && number == 0 != (first == 0)))
            {
                return null;
            }

            var list = index;
            if (new FreedList(first, IsBehindHeader: true).Blocks(image, ref _left, (block, header) => isInArena(block) && IsOf(list, header)) is not { } blocks
                || (table.NumbersCount && blocks.Count != number))
            {
                return null;
            }

            found.AddRange(blocks);
        }

        return found;
    }

    /// <summary>Whether a block is of the size of a list: of each 16 bytes a list up to 1 KB, beyond one for each power of two.</summary>
    private static bool IsOf(int list, MallocBlockHeader header) => !header.IsMapped && (list < SmallLists
        ? header.BytesOfBlock == LeastBlock + ((ulong)list * MallocBlockHeader.Bytes)
        : header.BytesOfBlock is > (LeastBlock + ((SmallLists - 1) * MallocBlockHeader.Bytes)) and <= MostLargeBlock);

    private readonly record struct Table(ulong BlockBytes, int NumberBytes, int Lists, bool NumbersCount);
}

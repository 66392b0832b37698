using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots.Handles;

/// <summary>Where things stand in a handle table and in its segments, which depends on how many kinds of handle the
/// runtime knows.</summary>
/// <remarks>Source: gc/handletablepriv.h. A segment is 64 KB on a 64 KB boundary: a header of 4 KB, then 120 blocks of 64
/// handles, each block of one kind.</remarks>
/// <param name="kinds">HANDLE_MAX_INTERNAL_TYPES; the last kind marks blocks of user data.</param>
internal sealed class HandleTableLayout(int kinds)
{
    public const int SegmentBytes = 0x10000, HeaderBytes = 0x1000, Blocks = 120, HandlesPerBlock = 64;
    public const int Allocation = 480;   // byte per block: the next block of its kind; the last leads to the first
    public const int FreeMasks = 600;    // uint per 32 handles, a bit is 1 where the handle is free
    public const int BlockKinds = 1560;  // byte per block, 0xFF where the block is free
    public const int UserData = 1680;    // byte per block: the block that holds its handles' second values, or 0xFF
    public const int Tails = 1920;       // byte per kind: its last block, or 0xFF

    /// <summary>Those to try: .NET 10 and before it.</summary>
    public static readonly HandleTableLayout[] Known = [new(13), new(12)];

    public int UserDataKind => kinds - 1;

    /// <summary>Where a segment has the address of the next one of its table.</summary>
    public uint NextSegment { get; } = (uint)(Tails + 6 * kinds);

    /// <summary>The first segment of a table.</summary>
    /// <returns>Null when no table of this layout stands at the address: the segment must point back at it.</returns>
    public ulong? FirstSegmentOf(ulong table, MemoryImage image) =>
        table != 0
        && image.TryRead(table + (ulong)((4 * kinds + 7) & ~7), out ulong segment)
        && segment != 0 && segment % SegmentBytes == 0
        && image.TryRead(segment + NextSegment + 8, out ulong owner) && owner == table
            ? segment
            : null;
}

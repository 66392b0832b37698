using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>The memory of glibc's malloc as a version of it lays it out, made by hand: a main arena, one more of two stretches, and two large blocks, one of them aligned.</summary>
/// <remarks>Of malloc/malloc.c and malloc/arena.c at the tags glibc-2.26 to glibc-2.42 and the state of January 2026, which becomes 2.43.</remarks>
internal sealed unsafe class SketchedMalloc : IDisposable
{
    public const ulong Variables = 0x10000, Heap = 0x100000, Stretch = 0x8000000, StretchBytes = 64 << 20, Second = Stretch + StretchBytes, Large = 0x20000000;
    public const ulong HeapBytes = 0x10000, FirstBytes = 0x8000, SecondBytes = 0x4000, LargeBytes = 0x40000;

    private readonly List<(ulong Start, MemoryCopy Copy, ulong Bytes)> _pieces = [];
    private readonly bool _isMixed;

    /// <param name="version">Of glibc 2: 26, 27, 30, 32, 35, 42 or 43.</param>
    public SketchedMalloc(int version)
    {
        _isMixed = version >= 32;
        var header = version >= 35 ? 48UL : 32;
        var (fast, top, next, threads, bytes) = version switch { < 27 => (8UL, 88UL, 2152UL, 2168UL, 2192UL), < 43 => (16UL, 96UL, 2160UL, 2176UL, 2200UL), _ => (0UL, 8UL, 2072UL, 2088UL, 2112UL) };
        foreach (var (start, size) in new[] { (Variables, 0x1000UL), (Heap, HeapBytes), (Stretch, FirstBytes), (Second, SecondBytes), (Large, 3 * LargeBytes) })
        {
            var copy = new MemoryCopy((nuint)size);
            new Span<byte>(copy.Pointer, (int)size).Clear();
            _pieces.Add((start, copy, size));
        }

        // [heap]: a thread's table with two blocks of 32 bytes in it, these, one in use, one that is free, one in use, the last one.
        var (tableBytes, numberBytes, lists) = version switch { < 30 => (0x250UL, 1UL, 64UL), < 42 => (0x290UL, 2UL, 64UL), _ => (0x300UL, 2UL, 76UL) };
        var at = Block(Heap, tableBytes, isBeforeInUse: true);
        var cached = at;
        at = Block(at, 32, true);
        at = Block(at, 32, true);
        at = Block(at, 0x1000, true);
        at = Block(at, 0x2000, true);
        at = Block(at, 0x100, isBeforeInUse: false);
        this[Variables + 0x100 + top] = at;
        Block(at, Heap + HeapBytes - at, true);
        this[Heap + 16] = version >= 42 ? 0x0007_0007_0007_0005UL : 2;   // from 2.42 on how many more there may be
        this[Heap + 16 + (numberBytes * lists)] = cached + 16;
        List(cached + 16, cached + 32 + 16);
        List(cached + 32 + 16, 0);

        // The other arena: in its first stretch two blocks, the smaller in a fast bin, and the fence; in its second one block and the last.
        var arena = Stretch + header;
        (this[Stretch], this[Stretch + 16], this[Stretch + 24]) = (arena, FirstBytes, FirstBytes);
        at = Block((arena + bytes + 15) & ~15UL, 64, true);
        var small = at - 64;
        at = Block(at, Stretch + FirstBytes - 32 - at, true);
        this[at + 8] = 16 | 1;
        this[at + 16 + 8] = 1;
        (this[Second], this[Second + 8], this[Second + 16], this[Second + 24]) = (arena, Stretch, SecondBytes, SecondBytes);
        at = Block(Second + header, 0x1000, true);
        Block(at, Second + SecondBytes - at, true);
        (this[arena + top], this[arena + next], this[arena + threads]) = (at, Variables + 0x100, 3);
        (this[Variables + 0x100 + next], this[Variables + 0x100 + threads]) = (arena, 1);
        HasFastBins = fast != 0;
        if (HasFastBins)
        {
            this[arena + fast + 16] = small;   // the bin of 64 bytes
            List(small + 16, 0);
        }

        // From 2.43 on the bytes of a block with pages of its own are without its header.
        var without = version >= 43 ? 16UL : 0;
        this[Large + 8] = (LargeBytes - without) | 2;
        (this[Large + LargeBytes + 0x3ff0], this[Large + LargeBytes + 0x3ff8]) = (0x3ff0, (LargeBytes - 0x3ff0 - without) | 2);   // aligned to 16 KB
        Image = new MemoryImage(_pieces.Select(piece => new MemoryRun(piece.Start, piece.Start + piece.Bytes, (nint)piece.Copy.Pointer)), null);
    }

    public MemoryImage Image { get; }

    public bool HasFastBins { get; }

    public IReadOnlyList<(ulong Start, ulong End)> Mappings => [.. _pieces.Where(piece => piece.Start != Variables).Select(piece => (piece.Start, piece.Start + piece.Bytes))];

    /// <summary>All words, to be damaged.</summary>
    public IReadOnlyList<ulong> Words => [.. _pieces.SelectMany(piece => Enumerable.Range(0, (int)(piece.Bytes / 8)).Select(index => piece.Start + ((ulong)index * 8)))];

    public ulong this[ulong address]
    {
        get => *Pointer(address);
        set => *Pointer(address) = value;
    }

    /// <summary>Lets the main arena go on behind the large blocks, as it does when [heap] can't grow: a block in use, and the last one. What was the last one is closed by two blocks of 16 bytes.</summary>
    /// <param name="before">Bytes of something else before it in the mapping.</param>
    /// <returns>The new piece.</returns>
    public AddressRange MoveTop(ulong before)
    {
        var top = this[Variables + 0x100 + 96];
        var fence = Block(top, Heap + HeapBytes - 32 - top, true);
        Block(Block(fence, 16, true), 16, true);
        var piece = new AddressRange(Large + (2 * LargeBytes) + before, Large + (3 * LargeBytes));
        this[Variables + 0x100 + 96] = Block(piece.Start, 0x5000, true);
        Block(piece.Start + 0x5000, piece.Bytes - 0x5000, true);
        this[Variables + 0x100 + 2184] = HeapBytes + piece.Bytes;
        return piece;
    }

    public void Dispose() => _pieces.ForEach(piece => piece.Copy.Dispose());

    private ulong* Pointer(ulong address)
    {
        var (start, copy, _) = _pieces.Find(piece => address >= piece.Start && address < piece.Start + piece.Bytes);
        return (ulong*)(copy.Pointer + (address - start));
    }

    /// <returns>The address behind the block.</returns>
    private ulong Block(ulong at, ulong bytes, bool isBeforeInUse)
    {
        this[at + 8] = bytes | (isBeforeInUse ? 1UL : 0);
        return at + bytes;
    }

    private void List(ulong place, ulong next) => this[place] = _isMixed ? next ^ (place >> 12) : next;
}

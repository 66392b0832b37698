using System.Numerics;
using System.Runtime.CompilerServices;

namespace HeapGraph.Core.Graph.Arrays;

/// <summary>Object numbers for addresses and addresses for object numbers. Numbers are dense and ascend with the
/// address.</summary>
/// <remarks>One bit per 8 bytes of heap says whether an object starts there, and a running count per 64 bits
/// turns a bit into a number (rank): 12 bytes per 512 bytes of heap. Address to number is O(1), number to
/// address O(log heap). The idea is Jacobson's rank (Space-efficient static trees and graphs, 1989).</remarks>
internal sealed class AddressTable
{
    /// <summary>Heap bytes that one word of the bitmap stands for.</summary>
    public const int BytesPerWord = 64 * 8;

    private const int SlotShift = 22;   // 4 MB: the size of a basic GC region
    private const int PageShift = 10;   // slots per page of the two-level slot table: 4 GB of address space

    private readonly AddressRange[] _ranges;
    private readonly int[] _firstWords;   // index of each range's first word
    private readonly AddressWord[] _words;
    private readonly int[]?[] _slotPages;

    internal AddressTable(AddressRange[] ranges, int[] firstWords, AddressWord[] words)
    {
        _ranges = ranges;
        _firstWords = firstWords;
        _words = words;
        var count = 0L;
        foreach (ref var word in words.AsSpan())
        {
            word.ObjectsBefore = (int)count;
            count += BitOperations.PopCount(word.Bits);
            if (count > Array.MaxLength)
            {
                throw new NotSupportedException($"More than {Array.MaxLength:N0} objects.");
            }
        }

        Count = (int)count;
        _slotPages = SlotPagesOf(ranges);
    }

    /// <summary>Number of objects.</summary>
    public int Count { get; }

    /// <summary>The heap's ranges, ascending and without overlap.</summary>
    public IReadOnlyList<AddressRange> Ranges => _ranges;

    /// <summary>The table of these objects.</summary>
    /// <param name="addresses">Strictly ascending multiples of 8.</param>
    public static AddressTable Of(ReadOnlySpan<ulong> addresses)
    {
        AddressRange[] ranges = addresses.IsEmpty ? [] : [new AddressRange(addresses[0], addresses[^1] + 8)];
        var builder = new AddressTableBuilder(ranges);
        foreach (var address in addresses)
        {
            builder.Mark(0, address);
        }

        return builder.Build();
    }

    /// <summary>The number of the object that starts at an address, or -1 when none does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ulong address) => IndexOf(address, out _);

    /// <summary>The number of the object that starts at an address, or -1 when none does.</summary>
    /// <param name="address">The address.</param>
    /// <param name="range">The number of the range that the address lies in, or -1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(ulong address, out int range)
    {
        range = RangeOf(address);
        if (range < 0)
        {
            return -1;
        }

        var offset = address - _ranges[range].Start;
        if ((offset & 7) != 0)
        {
            return -1;
        }

        ref var word = ref _words[_firstWords[range] + (int)(offset / BytesPerWord)];
        var bit = 1UL << (int)((offset >> 3) & 63);
        return (word.Bits & bit) == 0 ? -1 : word.ObjectsBefore + BitOperations.PopCount(word.Bits & (bit - 1));
    }

    /// <summary>The number of the last object that starts at or before an address in the address's own range, or -1.</summary>
    public int IndexAtOrBefore(ulong address)
    {
        var range = RangeOf(address);
        if (range < 0)
        {
            return -1;
        }

        var offset = address - _ranges[range].Start;
        var word = _words[_firstWords[range] + (int)(offset / BytesPerWord)];
        var upTo = (2UL << (int)((offset >> 3) & 63)) - 1;
        var index = word.ObjectsBefore + BitOperations.PopCount(word.Bits & upTo) - 1;
        return index >= _words[_firstWords[range]].ObjectsBefore ? index : -1;
    }

    /// <summary>The words of a range: bit b of word w is the object at start + 512 w + 8 b.</summary>
    internal ReadOnlySpan<AddressWord> WordsOf(int range) =>
        _words.AsSpan(_firstWords[range], range + 1 < _firstWords.Length ? _firstWords[range + 1] - _firstWords[range] : _words.Length - _firstWords[range]);

    /// <summary>The address at which an object starts.</summary>
    public ulong AddressOf(int objectIndex)
    {
        var near = 0;
        return AddressOf(objectIndex, ref near);
    }

    /// <summary>The same for who asks for one object after the other: O(1) for those that follow closely.</summary>
    /// <param name="objectIndex">The object.</param>
    /// <param name="near">Where the last one was found; anything at first.</param>
    public ulong AddressOf(int objectIndex, ref int near)
    {
        const int Ahead = 64;   // words
        ArgumentOutOfRangeException.ThrowIfNegative(objectIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(objectIndex, Count);

        // The last word whose running count is not past the object.
        int low = 0, high = _words.Length;
        if ((uint)near < (uint)high && _words[near].ObjectsBefore <= objectIndex)
        {
            low = near;
            if (near < high - Ahead)
            {
                (low, high) = _words[near + Ahead].ObjectsBefore > objectIndex ? (near, near + Ahead) : (near + Ahead, high);
            }
        }

        while (high - low > 1)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (_words[middle].ObjectsBefore <= objectIndex)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        near = low;
        var bits = _words[low].Bits;
        for (var skip = objectIndex - _words[low].ObjectsBefore; skip > 0; skip--)
        {
            bits &= bits - 1;
        }

        var range = RangeOfWord(low);
        return _ranges[range].Start
            + (ulong)(low - _firstWords[range]) * BytesPerWord
            + (ulong)BitOperations.TrailingZeroCount(bits) * 8;
    }

    /// <summary>The number of the range that an address lies in, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RangeOf(ulong address)
    {
        var slot = address >> SlotShift;
        var page = slot >> PageShift;
        if (page >= (ulong)_slotPages.Length || _slotPages[page] is not { } slots)
        {
            return -1;
        }

        // The slot gives the first range that reaches into it; a slot rarely holds more than one.
        for (var range = slots[slot & ((1 << PageShift) - 1)]; (uint)range < (uint)_ranges.Length; range++)
        {
            if (address < _ranges[range].Start)
            {
                return -1;
            }

            if (address < _ranges[range].End)
            {
                return range;
            }
        }

        return -1;
    }

    private int RangeOfWord(int word)
    {
        var range = Array.BinarySearch(_firstWords, word);
        if (range < 0)
        {
            return ~range - 1;
        }

        // Empty ranges share their first word with the next one.
        while (range + 1 < _firstWords.Length && _firstWords[range + 1] == word)
        {
            range++;
        }

        return range;
    }

    private static int[]?[] SlotPagesOf(AddressRange[] ranges)
    {
        if (ranges.Length == 0)
        {
            return [];
        }

        var pages = new int[]?[(ranges[^1].End >> SlotShift >> PageShift) + 1];
        for (var range = ranges.Length - 1; range >= 0; range--)
        {
            if (ranges[range].Bytes == 0)
            {
                continue;
            }

            var last = (ranges[range].End - 1) >> SlotShift;
            for (var slot = ranges[range].Start >> SlotShift; slot <= last; slot++)
            {
                var slots = pages[slot >> PageShift] ??= NewPage();
                slots[slot & ((1 << PageShift) - 1)] = range;
            }
        }

        return pages;

        static int[] NewPage()
        {
            var page = new int[1 << PageShift];
            Array.Fill(page, -1);
            return page;
        }
    }
}

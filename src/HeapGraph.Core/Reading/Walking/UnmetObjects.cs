using System.Numerics;
using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>The objects that no reference was followed to yet: one bit per 8 bytes of heap, which any number of workers may clear.</summary>
internal sealed unsafe class UnmetObjects
{
    private const int SlotShift = 22;   // 4 MB: the size of a basic GC region
    private const int PageShift = 10;

    private readonly AddressTable _addresses;
    private readonly ulong[] _words;
    private readonly int[] _firstWords;   // by range
    private readonly Place[] _places;     // by range
    private readonly Place[]?[] _pages;   // for each 4 MB the first range that reaches into them

    public UnmetObjects(HeapWalk walk)
    {
        _addresses = walk.Addresses;
        _firstWords = new int[_addresses.Ranges.Count];
        _places = new Place[_addresses.Ranges.Count];
        var count = 0;
        for (var range = 0; range < _firstWords.Length; range++)
        {
            _firstWords[range] = count;
            count += _addresses.WordsOf(range).Length;
        }

        foreach (var piece in walk.Pieces)
        {
            var (start, end) = (_addresses.Ranges[piece.Range].Start, _addresses.Ranges[piece.Range].End);
            _places[piece.Range] = new Place(start, end - start, piece.Memory.Pointer + (nint)(start - piece.Memory.Start), _firstWords[piece.Range]);
        }

        _words = GC.AllocateUninitializedArray<ulong>(count, pinned: true);
        Parallel.For(0, _firstWords.Length, range =>
        {
            var to = _firstWords[range];
            foreach (ref readonly var word in _addresses.WordsOf(range))
            {
                _words[to++] = word.Bits;
            }
        });
        _pages = PagesOf(_places);
    }

    /// <summary>Meets the object at an address.</summary>
    /// <param name="address">What a reference holds.</param>
    /// <param name="at">Where the object stands in our memory, when it is met for the first time.</param>
    /// <returns>Whether it is met for the first time; false too when no object starts there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryMeet(ulong address, out nint at)
    {
        at = 0;
        var slot = address >> SlotShift;
        var page = slot >> PageShift;
        if (page >= (ulong)_pages.Length || _pages[page] is not { } places)
        {
            return false;
        }

        ref var place = ref places[slot & ((1 << PageShift) - 1)];
        var offset = address - place.Start;
        if (offset >= place.Bytes)
        {
            var range = _addresses.RangeOf(address);
            if (range < 0)
            {
                return false;
            }

            place = ref _places[range];
            offset = address - place.Start;
        }

        ref var word = ref _words[place.FirstWord + (int)(offset / AddressTable.BytesPerWord)];
        var bit = 1UL << (int)((offset >> 3) & 63);
        if ((Volatile.Read(ref word) & bit) == 0 || (offset & 7) != 0 || (Interlocked.And(ref word, ~bit) & bit) == 0)
        {
            return false;
        }

        at = place.Memory + (nint)offset;
        return true;
    }

    /// <summary>Whether an object starts at an address, met or not.</summary>
    public bool IsObject(ulong address) => _addresses.IndexOf(address) >= 0;

    /// <summary>Where what stands at an address of the heap stands in our memory.</summary>
    public nint PointerTo(ulong address)
    {
        var place = _places[_addresses.RangeOf(address)];
        return place.Memory + (nint)(address - place.Start);
    }

    /// <summary>Visits the objects of a piece that were not met, where they stand in our memory.</summary>
    public void ForEach(HeapPiece piece, Action<nint> visit)
    {
        var place = _places[piece.Range];
        var first = (int)((piece.Start - place.Start) / AddressTable.BytesPerWord);
        var last = (int)((piece.End - 1 - place.Start) / AddressTable.BytesPerWord);
        for (var word = first; word <= last; word++)
        {
            for (var bits = _words[place.FirstWord + word]; bits != 0; bits &= bits - 1)
            {
                visit(place.Memory + (nint)word * AddressTable.BytesPerWord + (BitOperations.TrailingZeroCount(bits) << 3));
            }
        }
    }

    private static Place[]?[] PagesOf(Place[] places)
    {
        if (places.Length == 0)
        {
            return [];
        }

        var pages = new Place[]?[(places[^1].Start + places[^1].Bytes >> SlotShift >> PageShift) + 1];
        for (var range = places.Length - 1; range >= 0; range--)
        {
            var place = places[range];
            for (var slot = place.Start >> SlotShift; slot <= place.Start + place.Bytes - 1 >> SlotShift; slot++)
            {
                var page = pages[slot >> PageShift] ??= new Place[1 << PageShift];
                page[slot & ((1 << PageShift) - 1)] = place;
            }
        }

        return pages;
    }

    /// <summary>Where a range of the heap stands.</summary>
    /// <param name="Start">Its first address.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Memory">Its first byte in our memory.</param>
    /// <param name="FirstWord">Its first word.</param>
    private readonly record struct Place(ulong Start, ulong Bytes, nint Memory, int FirstWord);
}

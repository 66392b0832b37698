using System.Numerics;
using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Which objects were met on the way along references, by their addresses: a byte per object.</summary>
/// <remarks>Any number of workers may meet objects, without locks: two that meet one at the same moment may both be told that they
/// are the first.</remarks>
internal sealed unsafe class MetObjects
{
    private readonly AddressTable _addresses;
    private readonly bool[] _met;      // by object
    private readonly nint[] _memory;   // by range: where address 0 would stand in our memory

    public MetObjects(HeapWalk walk)
    {
        _addresses = walk.Addresses;
        _met = new bool[_addresses.Count];
        _memory = new nint[_addresses.Ranges.Count];
        foreach (var piece in walk.Pieces)
        {
            _memory[piece.Range] = piece.Memory.Pointer - (nint)piece.Memory.Start;
        }
    }

    /// <summary>Meets what an address leads to.</summary>
    /// <param name="address">What a reference holds.</param>
    /// <param name="at">Where the object stands in our memory, when it is met for the first time; 0 otherwise.</param>
    /// <returns>Whether an object starts there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Meet(ulong address, out nint at)
    {
        at = 0;
        var index = _addresses.IndexOf(address, out var range);
        if (index < 0)
        {
            return false;
        }

        if (!_met[index])
        {
            _met[index] = true;
            at = _memory[range] + (nint)address;
        }

        return true;
    }

    /// <summary>By object, whether it was met.</summary>
    public bool[] Met => _met;

    /// <summary>Whether an object was met.</summary>
    public bool WasMet(int objectIndex) => _met[objectIndex];

    /// <summary>Numbers of the objects that stand at some places in our memory, ascending, each once, and where each of these stands.</summary>
    /// <param name="places">The places, in any order; sorted from then on.</param>
    public (int[] Numbers, nint[] Places) NumbersOf(nint[] places)
    {
        Array.Sort(places);
        var (numbers, once) = (new List<int>(places.Length), new List<nint>(places.Length));
        for (var range = 0; range < _memory.Length; range++)
        {
            var (first, end) = (_memory[range] + (nint)_addresses.Ranges[range].Start, _memory[range] + (nint)_addresses.Ranges[range].End);
            var at = Array.BinarySearch(places, first);
            for (at = at < 0 ? ~at : at; at < places.Length && places[at] < end; at++)
            {
                if (at + 1 == places.Length || places[at] != places[at + 1])
                {
                    numbers.Add(_addresses.IndexOf((ulong)(places[at] - _memory[range])));
                    once.Add(places[at]);
                }
            }
        }

        return ([.. numbers], [.. once]);
    }

    /// <summary>Whether an object starts at an address.</summary>
    public bool IsObject(ulong address) => _addresses.IndexOf(address) >= 0;

    /// <summary>Where an object stands in our memory.</summary>
    public nint PointerTo(int objectIndex)
    {
        var address = _addresses.AddressOf(objectIndex);
        return _memory[_addresses.RangeOf(address)] + (nint)address;
    }

    /// <summary>Visits the objects of a piece that were not met, where they stand in our memory.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="visit">Called for each.</param>
    /// <param name="visitMet">Called for each that was met; null when nobody asks.</param>
    public void ForEach(HeapPiece piece, Action<nint> visit, Action<nint>? visitMet)
    {
        var start = _addresses.Ranges[piece.Range].Start;
        var memory = _memory[piece.Range] + (nint)start;
        var words = _addresses.WordsOf(piece.Range);
        var last = (int)((piece.End - 1 - start) / AddressTable.BytesPerWord);
        for (var word = (int)((piece.Start - start) / AddressTable.BytesPerWord); word <= last; word++)
        {
            var index = words[word].ObjectsBefore;
            for (var bits = words[word].Bits; bits != 0; bits &= bits - 1, index++)
            {
                if ((_met[index] ? visitMet : visit) is { } asked)
                {
                    asked(memory + (nint)word * AddressTable.BytesPerWord + (BitOperations.TrailingZeroCount(bits) << 3));
                }
            }
        }
    }
}

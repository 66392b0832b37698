namespace HeapGraph.Core.Graph.Arrays;

/// <summary>Collects the addresses at which objects start.</summary>
/// <remarks>Workers may mark at the same time as long as no two of them work in the same
/// <see cref="AddressTable.BytesPerWord"/> bytes of a range.</remarks>
internal sealed class AddressTableBuilder
{
    private readonly AddressRange[] _ranges;
    private readonly int[] _firstWords;
    private readonly AddressWord[] _words;

    /// <summary>Room for the objects of some ranges: 12 bytes per 512 bytes of heap.</summary>
    /// <param name="ranges">Ascending, without overlap, starting at multiples of 8.</param>
    /// <exception cref="NotSupportedException">The ranges hold more than a terabyte.</exception>
    public AddressTableBuilder(AddressRange[] ranges)
    {
        _ranges = ranges;
        _firstWords = new int[ranges.Length];
        var words = 0L;
        for (var range = 0; range < ranges.Length; range++)
        {
            _firstWords[range] = (int)words;
            words += (long)((ranges[range].Bytes + AddressTable.BytesPerWord - 1) / AddressTable.BytesPerWord);
            if (words > Array.MaxLength)
            {
                throw new NotSupportedException("The heap is larger than a terabyte.");
            }
        }

        _words = new AddressWord[words];
    }

    /// <summary>Says that an object starts at an address of a range.</summary>
    public void Mark(int range, ulong address)
    {
        var offset = address - _ranges[range].Start;
        _words[_firstWords[range] + (int)(offset / AddressTable.BytesPerWord)].Bits |= 1UL << (int)((offset >> 3) & 63);
    }

    /// <summary>First address of a range.</summary>
    internal ulong StartOf(int range) => _ranges[range].Start;

    /// <summary>Whether an address lies in any range.</summary>
    internal bool Holds(ulong address)
    {
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].End <= address ? (middle + 1, high) : (low, middle);
        }

        return low < _ranges.Length && address >= _ranges[low].Start;
    }

    /// <summary>The words of a range, for whoever marks many objects: bit b of word w is the object at start + 512 w + 8 b.</summary>
    internal Span<AddressWord> WordsOf(int range) => _words.AsSpan(_firstWords[range]);

    /// <summary>Takes back every mark of a range from one address up to another. The first is a multiple of
    /// <see cref="AddressTable.BytesPerWord"/> from the range's start; so is the second, unless it is the range's end.</summary>
    internal void Clear(int range, ulong from, ulong to)
    {
        foreach (ref var word in WordsOf(range)[WordOf(from)..WordOf(to + AddressTable.BytesPerWord - 1)])
        {
            word.Bits = 0;
        }

        int WordOf(ulong address) => (int)((address - _ranges[range].Start) / AddressTable.BytesPerWord);
    }

    /// <summary>Numbers the objects. The builder must not be used any more.</summary>
    /// <exception cref="NotSupportedException">There are more objects than an array can hold.</exception>
    public AddressTable Build() => new(_ranges, _firstWords, _words);
}

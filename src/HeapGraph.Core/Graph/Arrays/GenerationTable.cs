namespace HeapGraph.Core.Graph.Arrays;

/// <summary>The generation of each object, by stretches of the heap.</summary>
/// <remarks>Some bytes per stretch, which are megabytes long. Never changes once built.</remarks>
internal sealed class GenerationTable
{
    private readonly (int First, int End, HeapGeneration Generation)[] _stretches;

    /// <param name="addresses">The objects.</param>
    /// <param name="stretches">The stretches, in any order.</param>
    internal GenerationTable(AddressTable addresses, IReadOnlyList<HeapStretch> stretches) => _stretches =
    [
        .. stretches.Select(stretch => (First: FirstFrom(addresses, stretch.Range.Start), End: FirstFrom(addresses, stretch.Range.End), stretch.Generation))
            .Where(stretch => stretch.First < stretch.End)
            .OrderBy(stretch => stretch.First),
    ];

    /// <summary>The generation of an object; null when the reader could not tell. O(log stretches).</summary>
    public HeapGeneration? this[int objectIndex]
    {
        get
        {
            var (low, high) = (0, _stretches.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _stretches[middle].End <= objectIndex ? (middle + 1, high) : (low, middle);
            }

            return low < _stretches.Length && _stretches[low].First <= objectIndex ? _stretches[low].Generation : null;
        }
    }

    /// <summary>The objects that no collection moves, ascending.</summary>
    public IEnumerable<int> UnmovedObjects => _stretches
        .Where(stretch => stretch.Generation is HeapGeneration.Large or HeapGeneration.Pinned or HeapGeneration.Frozen)
        .SelectMany(stretch => Enumerable.Range(stretch.First, stretch.End - stretch.First));

    /// <summary>How many objects lie before an address.</summary>
    private static int FirstFrom(AddressTable addresses, ulong address)
    {
        var (low, high) = (0, addresses.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = addresses.AddressOf(middle) < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

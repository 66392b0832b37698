using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>The unused parts of allocation contexts, which hold no objects: the collector hands them out as zeros.</summary>
internal sealed class UnusedContexts
{
    private readonly ulong[] _starts;
    private readonly Dictionary<ulong, ulong> _ends = [];

    private UnusedContexts(ClrHeap heap, MemoryImage image)
    {
        foreach (var unused in heap.EnumerateAllocationContexts())
        {
            var empty = EmptyFrom(image, unused.Start, unused.End);
            if (empty < unused.End)
            {
                DamagedCount++;
            }

            if (empty > unused.Start)
            {
                _ends.TryAdd(unused.Start, empty < unused.End ? empty : unused.End + (ulong)ObjectLayout.MinObjectBytes);
            }
        }

        _starts = [.. _ends.Keys];
        Array.Sort(_starts);
    }

    /// <summary>How many are not empty: their bounds are damaged.</summary>
    public int DamagedCount { get; }

    public static UnusedContexts Of(ClrHeap heap, MemoryImage image) => new(heap, image);

    /// <summary>Those in a range, ascending.</summary>
    public AddressRange[] In(AddressRange range)
    {
        var (first, after) = (IndexOf(range.Start), IndexOf(range.End));
        var unused = new AddressRange[after - first];
        for (var index = first; index < after; index++)
        {
            unused[index - first] = new AddressRange(_starts[index], _ends[_starts[index]]);
        }

        return unused;
    }

    /// <summary>The end of the last one that begins between two addresses; 0 when none does.</summary>
    public ulong LastEndIn(ulong start, ulong end) => IndexOf(end) is > 0 and var after && _starts[after - 1] >= start ? _ends[_starts[after - 1]] : 0;

    // Where memory is not in the dump, nothing can be said against it.
    private static unsafe ulong EmptyFrom(MemoryImage image, ulong start, ulong end)
    {
        var pointer = image.PointerTo(start, out var available);
        var words = new ReadOnlySpan<ulong>(pointer, (int)(Math.Min(Math.Min(available, end - start), int.MaxValue) / sizeof(ulong)));
        for (var index = 0; index < words.Length; index++)
        {
            if (words[index] != 0)
            {
                return start + (ulong)index * sizeof(ulong);
            }
        }

        return end;
    }

    private int IndexOf(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index >= 0 ? index : ~index;
    }
}

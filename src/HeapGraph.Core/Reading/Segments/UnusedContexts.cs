using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>The unused parts of allocation contexts, which hold no objects: the collector hands them out as zeros.</summary>
/// <remarks>A thread may be stopped while it still fills one with zeros (adjust_limit_clr in gc/gc.cpp): then dead objects stand there, the first
/// cut. Where the bounds are damaged, living ones do. Both are read as objects as far as one follows the other.</remarks>
internal sealed class UnusedContexts
{
    private const int MaxSteps = 10_000;

    private readonly ulong[] _starts;
    private readonly Dictionary<ulong, ulong> _ends = [];

    private UnusedContexts(ClrHeap heap, MemoryImage image)
    {
        foreach (var unused in heap.EnumerateAllocationContexts())
        {
            var (empty, after) = (EmptyFrom(image, unused.Start, unused.End), unused.End + (ulong)ObjectLayout.MinObjectBytes);
            var objects = empty < unused.End ? EndOfObjects(heap, image, empty, unused.End, after) : empty;
            Add(unused.Start, objects == empty ? after : empty);
            if (objects > empty)
            {
                Add(objects.Value, after);
            }
        }

        _starts = [.. _ends.Keys];
        Array.Sort(_starts);

        void Add(ulong start, ulong end)
        {
            if (start < end)
            {
                _ends.TryAdd(start, end);
            }
        }
    }

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

    // How far from an address one object stands behind the other; null where they go on past the end of the context, behind which no object
    // begins, so that it can't end there.
    private static ulong? EndOfObjects(ClrHeap heap, MemoryImage image, ulong address, ulong end, ulong after)
    {
        var last = heap.GetSegmentByAddress(address)?.ObjectRange.End ?? after;
        for (var step = 0; step < MaxSteps && address < last && image.TryRead(address, out ulong methodTable) && methodTable != 0; step++)
        {
            var size = (SizeOf(heap, address) + 7) & ~7UL;
            if (size < (ulong)ObjectLayout.MinObjectBytes || size > last - address)
            {
                break;
            }

            if (address + size > end)
            {
                return after >= last || SizeOf(heap, after) > 0 ? address : null;
            }

            address += size;
        }

        return address;
    }

    private static ulong SizeOf(ClrHeap heap, ulong address)
    {
        try
        {
            var found = heap.GetObject(address);
            return found.IsValid || found.IsFree ? found.Size : 0;
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            return 0;
        }
    }

    private int IndexOf(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index >= 0 ? index : ~index;
    }
}

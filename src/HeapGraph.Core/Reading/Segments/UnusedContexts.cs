using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>The unused parts of allocation contexts, which hold no objects.</summary>
/// <remarks>The collector clears them before use, but a thread may be stopped while it does that (adjust_limit_clr in gc/gc.cpp): what stands in one
/// says nothing by itself. Where one begins with objects and is empty behind them, and where no object begins behind one with contents,
/// its bounds are in doubt: what other objects refer to decides that.</remarks>
internal sealed class UnusedContexts
{
    private const int ObjectsToTrust = 3;

    private readonly MemoryImage _image;
    private readonly MethodTableCache? _methodTables;
    private ulong[] _starts;
    private readonly Dictionary<ulong, ulong> _ends = [];
    private readonly List<AddressRange> _doubtful = [];

    private UnusedContexts(ClrHeap heap, MemoryImage image, MethodTableCache? methodTables)
    {
        (_image, _methodTables) = (image, methodTables);
        var borders = new HashSet<ulong>();
        foreach (var segment in heap.Segments)
        {
            borders.Add(segment.End);
        }

        foreach (var unused in heap.EnumerateAllocationContexts())
        {
            borders.Add(unused.Start);
            if (unused.End + (ulong)ObjectLayout.MinObjectBytes > unused.Start)
            {
                _ends.TryAdd(unused.Start, unused.End + (ulong)ObjectLayout.MinObjectBytes);
            }
        }

        _starts = Sorted();
        foreach (var (start, end) in _ends)
        {
            var limit = end - (ulong)ObjectLayout.MinObjectBytes;
            if (_methodTables is null || limit <= start || EmptyFrom(start, limit) is var contents && contents == limit)
            {
                continue;
            }

            var (objects, behind) = Follow(start, limit, int.MaxValue);
            if (objects > 0 && behind < limit && EmptyFrom(behind, limit) == limit)
            {
                _doubtful.Add(new AddressRange(start, behind));
            }
            else if (!borders.Contains(end) && Follow(end, ulong.MaxValue, ObjectsToTrust).Objects < ObjectsToTrust)
            {
                _doubtful.Add(new AddressRange(contents, end));
            }
        }
    }

    /// <summary>What of them could be objects: all from where one begins, or up to where it ends.</summary>
    public IReadOnlyList<AddressRange> Doubtful => _doubtful;

    /// <param name="heap">The heap.</param>
    /// <param name="image">The target's memory.</param>
    /// <param name="methodTables">By which objects are told; null to trust what the threads say.</param>
    public static UnusedContexts Of(ClrHeap heap, MemoryImage image, MethodTableCache? methodTables) => new(heap, image, methodTables);

    /// <summary>Takes what is doubtful for objects.</summary>
    public void GiveBack(IReadOnlyList<AddressRange> objects)
    {
        foreach (var (start, end) in objects)
        {
            if (_ends.Remove(start, out var last))
            {
                if (end < last)
                {
                    _ends.TryAdd(end, last);
                }
            }
            else
            {
                _ends[_starts[IndexOf(start) - 1]] = start;
            }
        }

        _starts = Sorted();
    }

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

    /// <summary>The first word that is not 0, or the end. Where memory is not in the dump, nothing can be said against it.</summary>
    private unsafe ulong EmptyFrom(ulong start, ulong end)
    {
        var pointer = _image.PointerTo(start, out var available);
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

    /// <summary>Follows objects, past the contexts that lie among them.</summary>
    private (int Objects, ulong End) Follow(ulong address, ulong end, int most)
    {
        var objects = 0;
        while (objects < most && address < end && _image.TryRead<ulong>(address, out var word) && word >= MethodTableFacts.LeastAddress
            && _methodTables?.Find(word & MethodTableFacts.AddressMask) is { } facts
            && facts.SpanOf(facts.HasLength ? _image.Read<uint>(address + 8) : 0) is var span && span <= end - address)
        {
            address += span;
            objects++;
            while (_ends.TryGetValue(address, out var behind) && behind < end)
            {
                address = behind;
            }
        }

        return (objects, address);
    }

    private ulong[] Sorted()
    {
        ulong[] starts = [.. _ends.Keys];
        Array.Sort(starts);
        return starts;
    }

    private int IndexOf(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index >= 0 ? index : ~index;
    }
}

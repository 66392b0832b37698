using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>Where the objects of a heap lie: what the collector's lists of segments name, and what only its map of regions knows.</summary>
internal sealed class HeapSegments
{
    private const ulong AddressLimit = 1UL << 48;   // what a user-space address can be

    private readonly MemoryImage _image;
    private readonly ClrHeap _heap;
    private readonly List<string> _warnings;
    private readonly HashSet<ulong> _listed;
    private readonly RegionMap? _map;
    private readonly UnusedContexts _contexts;
    private readonly ulong _lowest = ulong.MaxValue, _highest;
    private readonly List<HeapSegment> _found = [];
    private readonly List<HeapSegment> _unlisted = [];

    private HeapSegments(ClrRuntime runtime, MemoryImage image, MethodTableCache? methodTables, List<string> warnings)
    {
        (_heap, _image, _warnings) = (runtime.Heap, image, warnings);
        _listed = [.. _heap.Segments.Select(segment => segment.Address)];
        _map = RegionMap.Of(image, _heap.Segments);
        _contexts = UnusedContexts.Of(_heap, image, methodTables);
        foreach (var heap in _heap.SubHeaps)
        {
            (_lowest, _highest) = (Math.Min(_lowest, heap.LowestAddress), Math.Max(_highest, heap.HighestAddress));
        }

        AddListed();
        AddUnlisted(runtime);
        All = Untangled();
    }

    /// <summary>All of them, ascending, without overlap.</summary>
    public HeapSegment[] All { get; private set; }

    /// <summary>Memory that the collector has for them and for those to come; null where nothing tells it.</summary>
    public long? BytesCommitted => _map?.BytesCommitted(_lowest, _highest) + All.Where(segment => segment.Generation == HeapGeneration.Frozen).Sum(segment => (long)segment.Range.Bytes);

    /// <summary>The addresses that the collector has reserved for its regions; null where the heap has none.</summary>
    public AddressRange? Reserved => _map is not null && _lowest < _highest ? new AddressRange(_lowest, _highest) : null;

    /// <summary>Unused parts of allocation contexts that could be objects.</summary>
    public IReadOnlyList<AddressRange> Doubtful => _contexts.Doubtful;

    /// <summary>Those that no list names.</summary>
    public IEnumerable<HeapStretch> Unlisted => _unlisted.Select(segment => new HeapStretch(segment.Range, segment.Generation ?? HeapGeneration.Gen2));

    /// <summary>Finds the segments.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="image">The target's memory.</param>
    /// <param name="warnings">Takes a sentence about what is damaged.</param>
    /// <param name="methodTables">By which objects are told; null where the structures are whole.</param>
    public static HeapSegments Of(ClrRuntime runtime, MemoryImage image, List<string> warnings, MethodTableCache? methodTables = null) => new(runtime, image, methodTables, warnings);

    /// <summary>Whether an address lies in one of them.</summary>
    public bool Hold(ulong address)
    {
        var (low, high) = (0, All.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = All[middle].Range.End <= address ? (middle + 1, high) : (low, middle);
        }

        return low < All.Length && All[low].Range.Start <= address;
    }

    /// <summary>Lets regions end later than the collector says.</summary>
    public void Lengthen(IReadOnlyDictionary<HeapSegment, ulong> ends)
    {
        foreach (var (segment, end) in ends)
        {
            var more = new AddressRange(segment.Range.End, end);
            _unlisted.Add(new HeapSegment(more, segment.Generation, []));
            _found.Add(_unlisted[^1]);
        }

        _warnings.Add($"{(ends.Count == 1 ? "1 region" : $"{ends.Count:N0} regions")} of the heap can't end where the collector says, since objects behind are referred to: read on.");
        All = Untangled();
    }

    /// <summary>Takes unused parts of allocation contexts for objects.</summary>
    public void GiveBack(IReadOnlyList<AddressRange> objects)
    {
        _contexts.GiveBack(objects);
        _warnings.Add($"{(objects.Count == 1 ? "1 allocation context is" : $"{objects.Count:N0} allocation contexts are")} damaged: objects that others refer to stand in what should be unused, and were read.");
        All = Untangled();
    }

    private void AddListed()
    {
        var (brokenLists, wrongEnds) = (0, 0);
        foreach (var segment in _heap.Segments)
        {
            var range = new AddressRange(segment.Start, segment.End);
            if (_image.TryRead<RegionEntry>(segment.Address, out var entry))
            {
                brokenLists += entry.Next != 0 && !_listed.Contains(entry.Next) ? 1 : 0;
                if ((_map is not null || segment.Kind == GCSegmentKind.Frozen) && Mended(segment, entry) is var mended && mended != range)
                {
                    range = mended;
                    wrongEnds++;
                }
            }

            if (range.End > AddressLimit)
            {
                _warnings.Add($"A segment of the heap at {range.Start:x} is said to end at {range.End:x}, which can't be.");
            }

            _found.Add(new HeapSegment(range, Generations.Of(segment.Kind), []));
        }

        if (brokenLists > 0)
        {
            _warnings.Add("A list of the heap's segments leads to where none is: it is damaged, and "
                + (_map is null ? "segments may be missing with all that they hold." : "frozen segments may be missing."));
        }

        if (wrongEnds > 0)
        {
            _warnings.Add($"{(wrongEnds == 1 ? "1 region" : $"{wrongEnds:N0} regions")} of the heap can't begin or end where the collector says: "
                + "read from where regions begin, and as far as memory was committed.");
        }
    }

    /// <summary>Where a region's objects can lie at all.</summary>
    private AddressRange Mended(ClrSegment segment, RegionEntry entry)
    {
        var start = StartOf(segment, entry);
        var committed = segment.Kind == GCSegmentKind.Frozen ? entry.Reserved : entry.Committed > start && entry.Committed <= Math.Max(entry.Reserved, start) ? entry.Committed : entry.Reserved;
        var end = segment.End;
        if (entry.Allocated == 0 || end < start || end > Math.Max(committed, start))
        {
            end = entry.Allocated > start && entry.Allocated <= committed ? entry.Allocated : Math.Max(committed, start);
        }

        // Of the region that is being filled the collector notes the end elsewhere, and no context is behind the end of any.
        if (segment.SubHeap.EphemeralHeapSegment == segment.Address && entry.Allocated > end && entry.Allocated <= committed)
        {
            end = entry.Allocated;
        }

        return new AddressRange(start, Math.Max(end, Math.Min(committed, _contexts.LastEndIn(start, committed))));
    }

    private ulong StartOf(ClrSegment segment, RegionEntry entry)
    {
        if (segment.Kind != GCSegmentKind.Frozen)
        {
            return _map!.StartOf(segment.Address) is not 0 and var known && known < _highest ? known : segment.Start;
        }

        // As the runtime reserves them (FrozenObjectHeapManager in vm/frozenobjectheap.cpp): 4 MB, of which the first 8 bytes are a header.
        const ulong FrozenBytes = 4 << 20, Header = 8;
        var first = entry.Reserved - FrozenBytes + Header;
        return first != segment.Start && _image.TryRead<ulong>(first, out var word) && word >= MethodTableFacts.LeastAddress ? first : segment.Start;
    }

    private void AddUnlisted(ClrRuntime runtime)
    {
        if (_map is null)
        {
            return;
        }

        var found = _map.InUse(_lowest, _highest);
        found.RemoveAll(_listed.Contains);
        foreach (var heap in _heap.SubHeaps)
        {
            if (!_listed.Contains(heap.EphemeralHeapSegment) && !found.Contains(heap.EphemeralHeapSegment) && EndOfFilled(heap) > 0)
            {
                found.Add(heap.EphemeralHeapSegment);
            }
        }

        if (found.Count == 0)
        {
            return;
        }

        // What the last collection emptied stays in the map until the next one.
        var emptied = Emptied(runtime);
        found.RemoveAll(address => emptied.Exists(range => range.Contains(_map.StartOf(address))));
        foreach (var address in found)
        {
            var entry = _image.Read<RegionEntry>(address);
            var filled = _heap.SubHeaps.FirstOrDefault(one => one.EphemeralHeapSegment == address) is { } owner ? EndOfFilled(owner) : 0;
            _unlisted.Add(new HeapSegment(new AddressRange(entry.Start, Math.Max(entry.Allocated, filled)), _map.GenerationOf(address, entry), []));
            _found.Add(_unlisted[^1]);
        }

        if (found.Count > 0)
        {
            _warnings.Add($"{(found.Count == 1 ? "1 region" : $"{found.Count:N0} regions")} of the heap, of {_unlisted.Sum(region => (long)region.Range.Bytes):N0} bytes, "
                + $"{(found.Count == 1 ? "stands" : "stand")} in none of the collector's lists, which are damaged: found in its map and read.");
        }
    }

    /// <summary>The end of the region that is being filled, which the collector notes elsewhere; 0 where that can't be.</summary>
    private ulong EndOfFilled(ClrSubHeap heap) =>
        _image.TryRead<RegionEntry>(heap.EphemeralHeapSegment, out var entry) && entry.Start == _map!.StartOf(heap.EphemeralHeapSegment)
        && heap.Allocated > entry.Start && heap.Allocated <= entry.Committed
            ? heap.Allocated
            : 0;

    private static List<MemoryRange> Emptied(ClrRuntime runtime)
    {
        try
        {
            return [.. runtime.EnumerateClrNativeHeaps().Where(heap => heap.Kind is NativeHeapKind.GCFreeSohSegment or NativeHeapKind.GCFreeUohSegment).Select(heap => heap.MemoryRange)];
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            return [];
        }
    }

    // Torn structures may describe the same memory twice, or memory that can't be.
    private HeapSegment[] Untangled()
    {
        var segments = new List<HeapSegment>();
        foreach (var found in _found.Where(found => found.Range.End > found.Range.Start).OrderBy(found => found.Range.Start))
        {
            var start = segments.Count > 0 ? Math.Max(found.Range.Start, segments[^1].Range.End) : found.Range.Start;
            var range = new AddressRange(start & ~7UL, Math.Min(found.Range.End, AddressLimit));
            if (range.Start < range.End)
            {
                segments.Add(new HeapSegment(range, found.Generation, _contexts.In(range)));
            }
        }

        return [.. segments];
    }
}

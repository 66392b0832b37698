using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>The collector's own map of its regions: an entry for each, one behind the other, by the region's address.</summary>
/// <remarks>Source: seg_mapping_table, get_region_info and init_heap_segment in gc/gc.cpp. Nothing says where the map begins and how large an
/// entry is; but each listed region has its entry in it, and most of them agree. Costs one look at each entry between the heap's
/// lowest and highest region.</remarks>
internal sealed class RegionMap
{
    private const ulong LeastRegion = 1 << 20, MostRegion = 1UL << 31, FirstObject = 0xFFF;   // objects begin a little behind the region's start
    private const ulong LeastEntry = 0x48, MostEntry = 0x400, MostEntries = 1 << 22;

    private readonly MemoryImage _image;
    private readonly ulong _base, _entryBytes, _regionBytes, _firstObject;
    private readonly int _generationOffset;

    private RegionMap(MemoryImage image, ulong start, ulong entryBytes, ulong regionBytes, ulong firstObject, IReadOnlyList<ClrSegment> listed)
    {
        (_image, _base, _entryBytes, _regionBytes, _firstObject) = (image, start, entryBytes, regionBytes, firstObject);
        _generationOffset = GenerationOffset(listed);
    }

    /// <summary>Finds the map.</summary>
    /// <param name="image">The target's memory.</param>
    /// <param name="listed">The regions that the collector's lists name.</param>
    /// <returns>Null where there is none: the heap has segments, or too few regions agree.</returns>
    public static RegionMap? Of(MemoryImage image, IReadOnlyList<ClrSegment> listed)
    {
        var entries = new List<(ulong Address, RegionEntry Entry, bool IsBasic)>();
        foreach (var segment in listed)
        {
            if (segment.Kind != GCSegmentKind.Frozen && image.TryRead<RegionEntry>(segment.Address, out var entry))
            {
                entries.Add((segment.Address, entry, segment.Kind is not GCSegmentKind.Large and not GCSegmentKind.Pinned));
            }
        }

        // Regions of large objects are several basic ones long.
        var regionBytes = MostFrequent(entries.Where(found => found.IsBasic).Select(found => found.Entry.Reserved - (found.Entry.Start & ~FirstObject)).Where(IsRegion));
        if (regionBytes == 0)
        {
            return null;
        }

        var firstObject = MostFrequent(entries.Select(found => found.Entry.Start & FirstObject));
        var places = entries.Select(found => (found.Address, Index: found.Entry.Start / regionBytes)).OrderBy(place => place.Index).ToList();
        var entryBytes = MostFrequent(
            places.Zip(places.Skip(1)).Where(pair => pair.Second.Index > pair.First.Index && pair.Second.Address > pair.First.Address
                && (pair.Second.Address - pair.First.Address) % (pair.Second.Index - pair.First.Index) == 0)
                .Select(pair => (pair.Second.Address - pair.First.Address) / (pair.Second.Index - pair.First.Index))
                .Where(bytes => bytes is >= LeastEntry and <= MostEntry && bytes % 8 == 0));
        if (entryBytes == 0)
        {
            return null;
        }

        var start = MostFrequent(places.Select(place => place.Address - place.Index * entryBytes));
        var agreeing = places.Count(place => place.Address - place.Index * entryBytes == start);
        return agreeing >= 2 && agreeing * 2 > places.Count ? new RegionMap(image, start, entryBytes, regionBytes, firstObject, listed) : null;
    }

    /// <summary>Where the objects of the region with an entry begin; 0 when that is no entry of the map.</summary>
    public ulong StartOf(ulong entry) =>
        entry >= _base && (entry - _base) % _entryBytes == 0 ? (entry - _base) / _entryBytes * _regionBytes + _firstObject : 0;

    /// <summary>All regions that hold objects, between two addresses.</summary>
    public IEnumerable<(ulong Address, RegionEntry Entry)> InUse(ulong lowest, ulong highest)
    {
        var first = lowest / _regionBytes;
        for (var index = first; index * _regionBytes < highest && index - first < MostEntries; index++)
        {
            var address = _base + index * _entryBytes;
            if (_image.TryRead<RegionEntry>(address, out var entry) && entry.IsInUse && entry.Start == index * _regionBytes + _firstObject)
            {
                yield return (address, entry);
            }
        }
    }

    /// <summary>The generation of a region, where the map tells it.</summary>
    public HeapGeneration? GenerationOf(ulong address, RegionEntry entry) =>
        entry.Generation ?? (_generationOffset > 0 && _image.TryRead(address + (ulong)_generationOffset, out byte number) && number <= (byte)HeapGeneration.Gen2
            ? (HeapGeneration)number
            : null);

    private static bool IsRegion(ulong bytes) => bytes is >= LeastRegion and <= MostRegion && (bytes & (bytes - 1)) == 0;

    /// <summary>The value that most agree on; 0 for none.</summary>
    private static ulong MostFrequent(IEnumerable<ulong> values) =>
        values.GroupBy(value => value).OrderByDescending(same => same.Count()).FirstOrDefault()?.Key ?? 0;

    // The number stands where it stands in all listed regions; what else is in an entry differs from build to build.
    private int GenerationOffset(IReadOnlyList<ClrSegment> listed)
    {
        var young = listed.Where(segment => segment.Kind is GCSegmentKind.Generation0 or GCSegmentKind.Generation1 or GCSegmentKind.Generation2)
            .Select(segment => (segment.Address, Number: (byte)Generations.Of(segment.Kind)!)).ToList();
        for (var offset = Unsafe.SizeOf<RegionEntry>(); young.Select(region => region.Number).Distinct().Count() > 1 && offset < (int)_entryBytes; offset += 8)
        {
            if (young.Count(region => _image.TryRead(region.Address + (ulong)offset, out byte number) && number == region.Number) * 10 > young.Count * 9)
            {
                return offset;
            }
        }

        return 0;
    }
}

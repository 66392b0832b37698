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
    private readonly IReadOnlyList<ClrSegment> _listed;
    private int _generationOffset = -1;   // 0 where nothing tells it

    private RegionMap(MemoryImage image, ulong start, ulong entryBytes, ulong regionBytes, ulong firstObject, IReadOnlyList<ClrSegment> listed)
    {
        (_image, _base, _entryBytes, _regionBytes, _firstObject) = (image, start, entryBytes, regionBytes, firstObject);
        _listed = listed;
    }

    /// <summary>Finds the map.</summary>
    /// <param name="image">The target's memory.</param>
    /// <param name="listed">The regions that the collector's lists name, by their addresses.</param>
    /// <returns>Null where there is none: the heap has segments, or too few regions agree.</returns>
    public static RegionMap? Of(MemoryImage image, IReadOnlyList<ClrSegment> listed)
    {
        // Plain arrays: what the framework would do with structs of ours is compiled at every start.
        var (addresses, starts, sizes) = (new ulong[listed.Count], new ulong[listed.Count], new ulong[listed.Count]);
        var (count, basic) = (0, 0);
        foreach (var segment in listed)
        {
            if (segment.Kind != GCSegmentKind.Frozen && image.TryRead<RegionEntry>(segment.Address, out var entry))
            {
                (addresses[count], starts[count]) = (segment.Address, entry.Start);
                count++;

                // Regions of large objects are several basic ones long.
                var bytes = entry.Reserved - (entry.Start & ~FirstObject);
                if (segment.Kind is not GCSegmentKind.Large and not GCSegmentKind.Pinned && IsRegion(bytes))
                {
                    sizes[basic++] = bytes;
                }
            }
        }

        var regionBytes = MostFrequent(sizes.AsSpan(0, basic));
        if (regionBytes == 0)
        {
            return null;
        }

        var (first, entries) = (new ulong[count], new ulong[count]);
        var pairs = 0;
        for (var index = 0; index < count; index++)
        {
            first[index] = starts[index] & FirstObject;
            if (index > 0 && starts[index] / regionBytes - starts[index - 1] / regionBytes is > 0 and var regions && addresses[index] > addresses[index - 1]
                && (addresses[index] - addresses[index - 1]) % regions == 0 && (addresses[index] - addresses[index - 1]) / regions is >= LeastEntry and <= MostEntry and var bytes
                && bytes % 8 == 0)
            {
                entries[pairs++] = bytes;
            }
        }

        var entryBytes = MostFrequent(entries.AsSpan(0, pairs));
        if (entryBytes == 0)
        {
            return null;
        }

        for (var index = 0; index < count; index++)
        {
            entries[index] = addresses[index] - starts[index] / regionBytes * entryBytes;
        }

        var start = MostFrequent(entries);
        var agreeing = entries.AsSpan().Count(start);
        return agreeing >= 2 && agreeing * 2 > count ? new RegionMap(image, start, entryBytes, regionBytes, MostFrequent(first), listed) : null;
    }

    /// <summary>Where the objects of the region with an entry begin; 0 when that is no entry of the map.</summary>
    public ulong StartOf(ulong entry) =>
        entry >= _base && (entry - _base) % _entryBytes == 0 ? (entry - _base) / _entryBytes * _regionBytes + _firstObject : 0;

    /// <summary>The entries of all regions that hold objects, between two addresses.</summary>
    public List<ulong> InUse(ulong lowest, ulong highest)
    {
        var found = new List<ulong>();
        var first = lowest / _regionBytes;
        for (var index = first; index * _regionBytes < highest && index - first < MostEntries; index++)
        {
            var address = _base + index * _entryBytes;
            if (_image.TryRead<RegionEntry>(address, out var entry) && entry.IsInUse && entry.Start == index * _regionBytes + _firstObject)
            {
                found.Add(address);
            }
        }

        return found;
    }

    /// <summary>The memory that the collector has in the regions between two addresses, free ones too.</summary>
    public long BytesCommitted(ulong lowest, ulong highest)
    {
        var bytes = 0L;
        var first = lowest / _regionBytes;
        for (var index = first; index * _regionBytes < highest && index - first < MostEntries; index++)
        {
            if (_image.TryRead<RegionEntry>(_base + index * _entryBytes, out var entry) && entry.Start == index * _regionBytes + _firstObject
                && entry.Committed > entry.Start && entry.Committed <= entry.Reserved)
            {
                bytes += (long)(entry.Committed - entry.Start);
            }
        }

        return bytes;
    }

    /// <summary>The generation of a region, where the map tells it.</summary>
    public HeapGeneration? GenerationOf(ulong address, in RegionEntry entry)
    {
        _generationOffset = _generationOffset < 0 ? GenerationOffset(_listed) : _generationOffset;
        return entry.Generation ?? (_generationOffset > 0 && _image.TryRead(address + (ulong)_generationOffset, out byte number) && number <= (byte)HeapGeneration.Gen2
            ? (HeapGeneration)number
            : null);
    }

    private static bool IsRegion(ulong bytes) => bytes is >= LeastRegion and <= MostRegion && (bytes & (bytes - 1)) == 0;

    /// <summary>The value that most agree on; 0 for none. Sorts them.</summary>
    private static ulong MostFrequent(Span<ulong> values)
    {
        values.Sort();
        var (best, most) = (0UL, 0);
        for (int index = 0, same = 0; index < values.Length; index++)
        {
            same = index > 0 && values[index] == values[index - 1] ? same + 1 : 1;
            (best, most) = same > most ? (values[index], same) : (best, most);
        }

        return best;
    }

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

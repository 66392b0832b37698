using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>Objects that stand where the collector says there are none, behind the end of a region or in the unused part of an allocation
/// context, and that others refer to.</summary>
/// <remarks>In whole structures there may be dead objects in both, of an earlier use, but nothing refers to those any more. Only where some
/// follow one another are objects asked: for regions those in front of the ends and others, some thousand each, and the longer arrays farther in front,
/// some milliseconds in all; for contexts, which are small and seldom in doubt, all.</remarks>
internal sealed class HiddenObjects(MemoryImage image, HeapWalk walk, MethodTableCache methodTables)
{
    private const int LeastObjects = 8, AskedInFront = 1 << 13, ArraysInFront = 1 << 15, LongArray = 64, AskedElsewhere = 1 << 12, AskedOfOne = 512;
    private const ulong MostBytesBehind = 32 << 20;
    private static readonly Comparer<AddressRange> ByStart = Comparer<AddressRange>.Create((one, other) => one.Start.CompareTo(other.Start));

    /// <summary>Looks behind the end of each region.</summary>
    /// <returns>The regions that go on, and where they really end.</returns>
    public Dictionary<HeapSegment, ulong> CutRegions(IReadOnlyList<HeapSegment> segments)
    {
        var doubtful = new List<HeapSegment>();
        for (var index = 0; index < segments.Count; index++)
        {
            if (Follow(Behind(segments, index), LeastObjects).Objects == LeastObjects)
            {
                doubtful.Add(segments[index]);
            }
        }

        if (doubtful.Count == 0)
        {
            return [];
        }

        AddressRange[] ranges = [.. Enumerable.Range(0, segments.Count).Where(index => doubtful.Contains(segments[index])).Select(index => Behind(segments, index))];

        // What is frozen never dies.
        bool[] referredTo = [.. doubtful.Select(segment => segment.Generation == HeapGeneration.Frozen)];
        var step = Math.Max(1, walk.Addresses.Count / AskedElsewhere);
        for (var index = 0; index < walk.Addresses.Count; index += step)
        {
            Ask(index, ranges, referredTo, AskedOfOne);
        }

        foreach (var range in ranges)
        {
            var last = walk.Addresses.IndexAtOrBefore(range.Start - 8);
            for (var index = last; index >= 0 && index > last - ArraysInFront / ranges.Length; index--)
            {
                // An array is often made before what it is filled with.
                if (index > last - AskedInFront / ranges.Length || IsLongArray(walk.Addresses.AddressOf(index)))
                {
                    Ask(index, ranges, referredTo, AskedOfOne);
                }
            }
        }

        return Enumerable.Range(0, ranges.Length).Where(index => referredTo[index]).ToDictionary(index => doubtful[index], index => Follow(ranges[index], int.MaxValue).End);
    }

    /// <summary>Which of some ranges any object refers to. Costs a look at each reference of the heap, until all are known to be.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<AddressRange> ReferredTo(IReadOnlyList<AddressRange> doubtful, CancellationToken cancellation)
    {
        const int Step = 1 << 16;
        if (doubtful.Count == 0)
        {
            return [];
        }

        var (ranges, referredTo) = (doubtful.Order(ByStart).ToArray(), new bool[doubtful.Count]);
        for (var first = 0; first < walk.Addresses.Count && referredTo.Contains(false); first += Step)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var index = first; index < Math.Min(first + Step, walk.Addresses.Count); index++)
            {
                Ask(index, ranges, referredTo, int.MaxValue);
            }
        }

        return [.. ranges.Where((_, index) => referredTo[index])];
    }

    private static AddressRange Behind(IReadOnlyList<HeapSegment> segments, int index)
    {
        var end = segments[index].Range.End;
        return new AddressRange(end, Math.Min(index + 1 < segments.Count ? segments[index + 1].Range.Start : ulong.MaxValue, end + MostBytesBehind));
    }

    /// <summary>How many objects follow one another, up to a number, and where they end.</summary>
    private (int Objects, ulong End) Follow(AddressRange range, int most)
    {
        var (objects, address) = (0, range.Start);
        for (; address < range.End && objects < most; objects++)
        {
            if (FactsAt(address) is not { } facts || facts.SpanOf(facts.HasLength ? image.Read<uint>(address + 8) : 0) is var span && span > range.End - address)
            {
                break;
            }

            address += span;
        }

        return (objects, address);
    }

    private MethodTableFacts? FactsAt(ulong address) =>
        image.TryRead<ulong>(address, out var word) && word >= MethodTableFacts.LeastAddress ? methodTables.Find(word & MethodTableFacts.AddressMask) : null;

    private bool IsLongArray(ulong address) =>
        FactsAt(address) is { HasLength: true, IsScanned: false, Series.Length: > 0 } && image.Read<uint>(address + 8) >= LongArray;

    private void Ask(int objectIndex, AddressRange[] ranges, bool[] referredTo, int most)
    {
        var address = walk.Addresses.AddressOf(objectIndex);
        if (FactsAt(address) is not { IsScanned: false, Series.Length: > 0 } facts)
        {
            return;
        }

        var bytes = facts.Layout.BytesOf(facts.HasLength ? image.Read<uint>(address + 8) : 0);
        foreach (var series in facts.Series)
        {
            var stop = Math.Min(series.Start + series.BytesLessSize + bytes, bytes);
            var step = Math.Max(1, (stop - series.Start) / 8 / most) * 8;
            for (long slot = series.Start; slot + 8 <= stop; slot += step)
            {
                var target = image.Read<ulong>(address + (ulong)slot);
                var index = Array.BinarySearch(ranges, new AddressRange(target, target), ByStart) is var found && found >= 0 ? found : ~found - 1;
                if (index >= 0 && !referredTo[index] && ranges[index].Contains(target) && FactsAt(target) is not null)
                {
                    referredTo[index] = true;
                }
            }
        }
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>What is in the heap's memory: objects in use, garbage, free space; of each what is in memory, since large arrays may never have been written to.</summary>
/// <param name="dump">The walked heap.</param>
/// <param name="reached">What roots keep alive.</param>
internal sealed class HeapContentsReader(WalkedDump dump, IReachedObjects reached)
{
    /// <summary>By generation, the young ones first. O(pieces of the heap + stretches that are not in memory).</summary>
    /// <param name="areas">Who has which memory.</param>
    /// <param name="pages">Tells which of it was written to.</param>
    public List<HeapContents> Read(IReadOnlyList<MemoryArea> areas, MemoryAreas pages)
    {
        var resident = areas.Where(area => area.Kind == MemoryKind.Objects).ToLookup(area => Key(area.Generation), area => area.Resident);
        return [.. dump.Walk.Pieces.Where(piece => piece.Segment.Generation != HeapGeneration.Frozen).GroupBy(piece => piece.Segment.Generation)
            .OrderBy(pieces => Key(pieces.Key)).Select(pieces => Of(pieces.Key, [.. pieces], resident[Key(pieces.Key)].Sum(), pages))];
    }

    private static int Key(HeapGeneration? generation) => generation is { } known ? (int)known : -1;

    private HeapContents Of(HeapGeneration? generation, HeapPiece[] pieces, long resident, MemoryAreas pages)
    {
        var segments = pieces.Select(piece => piece.Segment).Distinct().ToArray();
        var whole = new Contents
        {
            Garbage = pieces.Sum(reached.UnreachableBytesIn),
            Free = pieces.Sum(piece => piece.FreeBytes) + segments.Sum(segment => segment.UnusedContexts.Sum(context => (long)context.Bytes)),
            Unread = pieces.Sum(piece => piece.Gaps.Sum(gap => gap.Bytes)),
        };
        whole.Objects = Math.Max(0, pieces.Sum(piece => (long)(piece.End - piece.Start)) - whole.Garbage - whole.Free - whole.Unread);
        foreach (var segment in segments)
        {
            foreach (var absent in pages.NotWrittenIn(segment.Range))
            {
                TakeOff(absent, ref whole);
            }
        }

        var (free, unread, garbage, objects) = ((ulong)Math.Max(0, whole.Free), (ulong)Math.Max(0, whole.Unread), (ulong)Math.Max(0, whole.Garbage), (ulong)Math.Max(0, whole.Objects));
        var all = free + unread + garbage + objects;
        return new HeapContents(
            generation,
            SharedOut.Between(resident, free + unread + garbage, all, all),
            SharedOut.Between(resident, free + unread, free + unread + garbage, all),
            SharedOut.Between(resident, 0, free, all),
            SharedOut.Between(resident, free, free + unread, all),
            pieces.Max(piece => piece.LargestFreeBytes));
    }

    // Where an object begins something was written: so no more than one lies in a stretch that was not, and it began before.
    private void TakeOff(AddressRange absent, ref Contents contents)
    {
        var (at, addresses) = (absent.Start, dump.Walk.Addresses);
        if (addresses.IndexAtOrBefore(at) is >= 0 and var index && addresses.AddressOf(index) + (ulong)reached.BytesOf(index) is var end && end > at)
        {
            var bytes = (long)(Math.Min(end, absent.End) - at);
            (reached.IsReached(index) ? ref contents.Objects : ref contents.Garbage) -= bytes;
            at += (ulong)bytes;
        }

        contents.Free -= (long)(absent.End - at);
    }

    private struct Contents
    {
        public long Objects, Garbage, Free, Unread;
    }
}

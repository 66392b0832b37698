using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Analysis.Residence;

/// <summary>Adds up the areas of a process by their owners; where objects lie, by what is in the heap.</summary>
internal static class MemoryTable
{
    /// <summary>The parts, those of a kind together, the largest first. They add up to what the areas do.</summary>
    public static List<MemoryPart> Of(ReadMemory memory)
    {
        var parts = new List<MemoryPart>();
        foreach (var areas in memory.Areas.GroupBy(area => (area.Kind, area.Owner, area.Generation)))
        {
            var part = new MemoryPart(
                areas.Key.Kind, areas.Key.Owner, areas.Key.Generation, areas.Sum(area => area.Resident), areas.Sum(area => area.IsReserved ? 0 : (long)area.Range.Bytes),
                areas.Sum(area => area.PrivateDirty), areas.Sum(area => area.Swapped), areas.Count());
            parts.AddRange(part.Kind == MemoryKind.Objects ? ContentsOf(part, memory) : [part]);
        }

        // What is only reserved is nobody's memory.
        return [.. parts.Where(part => part.ResidentBytes > 0 || part.VirtualBytes > 0 || part.SwappedBytes > 0)
            .OrderBy(part => part.Kind).ThenByDescending(part => part.ResidentBytes).ThenBy(part => part.Owner, StringComparer.Ordinal).ThenBy(part => part.Generation)];
    }

    private static IEnumerable<MemoryPart> ContentsOf(MemoryPart whole, ReadMemory memory)
    {
        var contents = memory.Heap.FirstOrDefault(contents => contents.Generation == whole.Generation);
        (MemoryKind Kind, long Bytes)[] inside =
        [
            (MemoryKind.Objects, contents.Objects), (MemoryKind.Garbage, contents.Garbage), (MemoryKind.FreeSpace, contents.Free), (MemoryKind.UnreadHeap, contents.Unread),
        ];
        var rest = whole.ResidentBytes - inside.Sum(part => part.Bytes);   // 0 but where nothing of it could be read
        var at = 0L;
        foreach (var (kind, bytes) in inside)
        {
            var resident = bytes + (kind == MemoryKind.Objects ? rest : 0);
            var before = at;
            at += resident;
            if (resident > 0)
            {
                yield return whole with
                {
                    Kind = kind,
                    ResidentBytes = resident,
                    VirtualBytes = Share(whole.VirtualBytes),
                    PrivateDirtyBytes = Share(whole.PrivateDirtyBytes),
                    SwappedBytes = Share(whole.SwappedBytes),
                };
            }

            long Share(long total) => (long)((Int128)total * at / whole.ResidentBytes - (Int128)total * before / whole.ResidentBytes);
        }

        if (whole.ResidentBytes == 0)
        {
            yield return whole;
        }
    }
}

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Free space between objects that can't be given back, since something stands in each part of it.</summary>
internal sealed class Fragmentation : IMemoryInspection
{
    private const int Shown = 3;

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.FreeSpace);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var (read, types) = (memory.Read, memory.Read.Alive.Types);
        var pinned = read.PinnedByType.Sum();
        var largest = read.Heap.Max(contents => contents.LargestFree);
        return new MemoryVerdict(memory.SeverityOf(bytes), "fragmentation", $"Fragmentation: {bytes.AsByteSize} {memory.OfTotal} are free space between objects.", bytes)
        {
            Evidence =
            [
                $"{string.Join(", ", memory.PartsOf(MemoryKind.FreeSpace).Select(part => $"{part.ResidentBytes.AsByteSize} {GenerationNames.Of(part.Generation)}"))}; the largest hole is {largest.AsByteSize}.",
                pinned > 0
                    ? $"Handles pin {pinned:N0} objects, which the collector can't move: {string.Join(", ", Enumerable.Range(0, types.Count).Where(type => read.PinnedByType[type] > 0)
                        .OrderByDescending(type => read.PinnedByType[type]).Take(Shown).Select(type => $"{read.PinnedByType[type]:N0} {types[type].ShortName}"))}."
                    : "No handle pins an object: the collector may close these holes, and does so when it finds that worth its time, of large objects only when told.",
            ],
            Remedy = pinned > 0
                ? "Pin for short, or allocate what stays pinned together: GC.AllocateArray(pinned: true) has a heap of its own; free the handles (GCHandle.Free) of what is done."
                : "Let full collections compact (DOTNET_GCConserveMemory=5 and above); for large objects once: GCSettings.LargeObjectHeapCompactionMode = CompactOnce, then GC.Collect(). Reuse large arrays (ArrayPool).",
            Next = pinned > 0 ? new NextCommand.AnchorsOfType(types[Enumerable.Range(0, types.Count).MaxBy(type => read.PinnedByType[type])].Name) : new NextCommand.Suspects(),
        };
    }
}

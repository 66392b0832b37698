namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Memory that the collector has and in which no object lies.</summary>
internal sealed class EmptyHeap : IMemoryInspection
{
    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.Kept);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var collector = memory.Read.Collector;
        return new MemoryVerdict(memory.SeverityOf(bytes), "empty-heap", $"An empty heap: the collector keeps {bytes.AsByteSize} {memory.OfTotal}, and no object lies there.", bytes)
        {
            Evidence =
            [
                $"{memory.BytesOf(MemoryKind.Objects, MemoryKind.Garbage, MemoryKind.FreeSpace).AsByteSize} of the heap hold objects, garbage and holes. What is empty is kept for objects to come, and given back bit by bit while collections go on: a program at rest has none.",
                collector.IsServer ? $"It is the server GC, with {(collector.Heaps == 1 ? "1 heap now" : $"{collector.Heaps:N0} heaps now, each with a budget of its own")}." : "It is the workstation GC.",
            ],
            Remedy = (collector.IsServer
                    ? "Fewer heaps (DOTNET_GCHeapCount, or DATAS: DOTNET_GCDynamicAdaptationMode=1, the default from .NET 9 on), or the workstation GC (DOTNET_gcServer=0); "
                    : "")
                + "a limit (DOTNET_GCHeapHardLimit) or DOTNET_GCConserveMemory keep it smaller; GC.Collect(2, GCCollectionMode.Aggressive) gives it back once.",
            Next = new NextCommand.TypesByBytes(),
        };
    }
}

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Objects that nothing keeps alive, and that no collection has taken yet.</summary>
internal sealed class UncollectedGarbage : IMemoryInspection
{
    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.Garbage);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var parts = memory.PartsOf(MemoryKind.Garbage).ToArray();
        var old = parts.Where(part => part.Generation is not (HeapGeneration.Gen0 or HeapGeneration.Gen1)).Sum(part => part.ResidentBytes);
        var isOld = old * 2 >= bytes;
        return new MemoryVerdict(
            memory.SeverityOf(bytes), "garbage", $"Garbage: {bytes.AsByteSize} {memory.OfTotal} are objects that nothing uses any more, and that a {(isOld ? "full " : "")}collection would free.", bytes)
        {
            Evidence =
            [
                $"By generation: {string.Join(", ", parts.Select(part => $"{part.ResidentBytes.AsByteSize} {GenerationNames.Of(part.Generation)}"))}.",
                isOld
                    ? "Old and large objects go with a full collection (gen2) alone. One comes when those have grown by a share of what outlived the last one, or when the machine or the container is short of memory: a program that allocates little may wait for hours."
                    : "Young objects go with the next collection, which comes when the budget of gen0 is used up: with the server GC and large caches of the processor that is much.",
            ],
            Remedy = isOld
                ? "This is no leak. Where the memory is needed: set a limit (DOTNET_GCHeapHardLimit, or one of the container), or call GC.Collect() once after what makes so much garbage, such as a start-up or a nightly job."
                : "This is no leak. Where the memory is needed: a smaller budget (DOTNET_GCgen0size), or a limit (DOTNET_GCHeapHardLimit).",
            Next = new NextCommand.AllTypesByBytes(),
        };
    }
}

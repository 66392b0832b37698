namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Stacks of threads.</summary>
internal sealed class ManyThreads : IMemoryInspection
{
    private const int Shown = 3;

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.Stacks);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var parts = memory.PartsOf(MemoryKind.Stacks).ToArray();
        var threads = parts.Sum(part => part.Areas);
        return new MemoryVerdict(memory.SeverityOf(bytes), "threads", $"Threads: {bytes.AsByteSize} {memory.OfTotal} are the stacks of {threads:N0} threads.", bytes)
        {
            Evidence =
            [
                $"The most by name: {string.Join(", ", parts.GroupBy(part => KindOf(part.Owner)).OrderByDescending(kind => kind.Sum(part => part.ResidentBytes)).Take(Shown)
                    .Select(kind => $"{kind.Sum(part => part.ResidentBytes).AsByteSize} {kind.Key}{(kind.Sum(part => part.Areas) is > 1 and var count ? $" ({count:N0} threads)" : "")}"))}.",
                $"They could grow to {parts.Sum(part => part.VirtualBytes).AsByteSize} without another thread.",
            ],
            Remedy = "Have fewer threads (await in place of blocking, a pool in place of a thread each), or smaller stacks (maxStackSize of Thread); what a stack has once touched stays until its thread ends.",
            Next = new NextCommand.Threads(),
        };
    }

    // "worker 17" is one of many.
    private static string KindOf(string? name) => name?.TrimEnd("0123456789 -_#:.".ToCharArray()) is { Length: > 0 } kind ? kind : "(no name)";
}

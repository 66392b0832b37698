using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>What stands out in the memory of a process.</summary>
internal static class MemoryVerdicts
{
    /// <summary>What the verdict is called that there is where no other is.</summary>
    public const string Nothing = "nothing";

    private static readonly IMemoryInspection[] All =
    [
        new ObjectsInUse(), new UncollectedGarbage(), new Fragmentation(), new EmptyHeap(), new ManyThreads(), new RuntimeCode(), new NativeMemory(), new FilesAndSharedMemory(),
    ];

    /// <summary>The report of what was read.</summary>
    public static MemoryReport Of(ReadMemory read)
    {
        var memory = new InspectedMemory(read);
        MemoryVerdict[] found = [.. All.Select(inspection => inspection.Of(memory)).OfType<MemoryVerdict>().OrderByDescending(verdict => verdict.Bytes)];
        return new MemoryReport
        {
            ResidentBytes = read.IsResidence ? memory.Total : null,
            BytesInDump = read.IsResidence ? null : memory.Total,
            ProportionalBytes = read.IsResidence ? read.Proportional : null,
            VirtualBytes = memory.Parts.Sum(part => part.VirtualBytes),
            SwappedBytes = memory.Parts.Sum(part => part.SwappedBytes),
            HugePageBytes = read.Areas.Sum(area => area.HugePages),
            HugePoolBytes = read.HugePool,
            Parts = memory.Parts,
            Verdicts = found.Length > 0 ? found : [NothingIn(memory)],
            Container = read.Container,
            Coverage = read.Coverage,
            Areas = read.Areas,
        };
    }

    private static MemoryVerdict NothingIn(InspectedMemory memory)
    {
        var files = memory.BytesOf(MemoryKind.Assemblies, MemoryKind.Libraries);
        return new MemoryVerdict(LeakSeverity.Low, Nothing, "Nothing stands out: no single owner has much of this process.", 0)
        {
            Evidence = [$"{files.AsByteSize} {memory.OfTotal} are files of programs and libraries, which processes share and the system drops when it needs memory."],
            Next = new NextCommand.Suspects(),
        };
    }
}

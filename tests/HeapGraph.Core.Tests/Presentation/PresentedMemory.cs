namespace HeapGraph.Core.Tests.Presentation;

/// <summary>Memory of processes to be shown.</summary>
internal static class PresentedMemory
{
    /// <summary>Of a live process: a part of each kind, and two verdicts.</summary>
    public static MemoryReport Resident { get; } = new()
    {
        ResidentBytes = Enum.GetValues<MemoryKind>().Length * 4096,
        BytesInDump = null,
        ProportionalBytes = 4096,
        VirtualBytes = 1 << 20,
        Parts =
        [
            .. Enum.GetValues<MemoryKind>().Select(kind => new MemoryPart(
                kind, kind is MemoryKind.Libraries or MemoryKind.MappedFiles ? "/opt/\e[31mlib.so" : null, kind == MemoryKind.Objects ? HeapGeneration.Gen2 : null, 4096, 8192, 4096, 0, 1)),
        ],
        Verdicts =
        [
            new MemoryVerdict(LeakSeverity.Medium, "native", "Native memory: most of it.", 4096) { Evidence = ["So many blocks."], Remedy = "Use less.", Next = new NextCommand.Suspects() },
            new MemoryVerdict(LeakSeverity.Low, "nothing", "Nothing stands out.", 0) { Evidence = [] },
        ],
        Container = new ContainerMemory(1 << 30, 1 << 20, 1 << 19, 1 << 18, 1 << 17, 1 << 16, 1 << 15),
        Coverage = new HeapCoverage(),
    };

    /// <summary>Of a dump that does not tell what was resident.</summary>
    public static MemoryReport InDump { get; } = Resident with { ResidentBytes = null, BytesInDump = Resident.ResidentBytes, ProportionalBytes = null, Container = null };

    /// <summary>Watched for ten minutes, a sample each: 100 MB at first, 6 MB more each minute.</summary>
    public static MemoryCourse Course { get; } = new()
    {
        Began = DateTimeOffset.UnixEpoch,
        Samples = [.. Enumerable.Range(0, 11).Select(minute => new MemorySample(
            TimeSpan.FromMinutes(minute), (100L + (6 * minute)) << 20, (60L + (6 * minute)) << 20, 30 << 20, 10 << 20, 1 << 20, 2))],
        End = MemoryCourseEnd.Complete,
        IncludesChildren = true,
    };
}

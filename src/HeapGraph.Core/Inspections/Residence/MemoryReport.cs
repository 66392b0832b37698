using HeapGraph.Core.Graph.Residence;

namespace HeapGraph;

/// <summary>Where the memory of a process is, down to the objects, and what stands out in it.</summary>
public sealed record MemoryReport
{
    /// <summary>Bytes of the process that were in memory: the sum of all <see cref="Parts"/>. Null for a dump that does not tell.</summary>
    public required long? ResidentBytes { get; init; }

    /// <summary>Bytes that the dump holds: the sum of all <see cref="Parts"/> where <see cref="ResidentBytes"/> is null. Which memory a dump holds is
    /// the choice of who made it.</summary>
    public required long? BytesInDump { get; init; }

    /// <summary>The sum of all parts.</summary>
    public long TotalBytes => ResidentBytes ?? BytesInDump ?? 0;

    /// <summary>Bytes in memory where a page that n processes share counts as the nth part (Pss); null where that is not known.</summary>
    public long? ProportionalBytes { get; init; }

    /// <summary>Bytes of addresses that can be read or written.</summary>
    public long VirtualBytes { get; init; }

    /// <summary>Bytes that are swapped out.</summary>
    public long SwappedBytes { get; init; }

    /// <summary>Bytes of <see cref="ResidentBytes"/> that lie in transparent huge pages.</summary>
    public long HugePageBytes { get; init; }

    /// <summary>Bytes in huge pages of the administrator's pool (hugetlb), which the kernel does not count as resident.</summary>
    public long HugePoolBytes { get; init; }

    /// <summary>The parts, those of a kind together, the largest first.</summary>
    public required IReadOnlyList<MemoryPart> Parts { get; init; }

    /// <summary>What stands out, the weightiest first: never empty.</summary>
    public required IReadOnlyList<MemoryVerdict> Verdicts { get; init; }

    /// <summary>What the container has, with all processes in it; null where none is known.</summary>
    public ContainerMemory? Container { get; init; }

    /// <summary>The process, and what of its heap could not be read.</summary>
    public required HeapCoverage Coverage { get; init; }

    /// <summary>Each stretch of addresses.</summary>
    internal IReadOnlyList<MemoryArea> Areas { get; init; } = [];

    /// <summary>The bytes of all parts of some kinds.</summary>
    /// <param name="kinds">The kinds.</param>
    public long BytesOf(params ReadOnlySpan<MemoryKind> kinds)
    {
        var bytes = 0L;
        foreach (var part in Parts)
        {
            bytes += kinds.Contains(part.Kind) ? part.ResidentBytes : 0;
        }

        return bytes;
    }
}

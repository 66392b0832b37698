namespace HeapGraph.Core.Graph.Residence;

/// <summary>A stretch of a process's addresses, and whose it is.</summary>
/// <param name="Range">Where it lies.</param>
/// <param name="Kind">What it is for.</param>
internal readonly record struct MemoryArea(AddressRange Range, MemoryKind Kind)
{
    /// <summary>Whose it is, where several have memory of a kind: a file, a thread, a load context; null otherwise.</summary>
    public string? Owner { get; init; }

    /// <summary>Of the heap, the generation; null otherwise.</summary>
    public HeapGeneration? Generation { get; init; }

    /// <summary>Bytes of it that are in memory; of a dump that does not tell, those that it holds.</summary>
    public long Resident { get; init; }

    /// <summary>How many of these this process alone has, and has written to.</summary>
    public long PrivateDirty { get; init; }

    /// <summary>Bytes of it that are swapped out.</summary>
    public long Swapped { get; init; }

    /// <summary>Bytes of it that lie in huge pages.</summary>
    public long HugePages { get; init; }

    /// <summary>Whether it is reserved only: nothing can be read or written there.</summary>
    public bool IsReserved { get; init; }
}

namespace HeapGraph;

/// <summary>The process that a heap is of, as far as the target tells; what it does not tell is null.</summary>
public sealed record HeapProcess
{
    /// <summary>The program: the name of its main assembly, without its ending.</summary>
    public string? Program { get; init; }

    /// <summary>Its process id, as it knew it itself.</summary>
    public int? Id { get; init; }

    /// <summary>Version of its runtime: 10.0.12.</summary>
    public string? Runtime { get; init; }

    /// <summary>When its memory was taken.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>True when a dump does not say so itself, and <see cref="TakenAt"/> is when its file was last written.</summary>
    public bool IsTimeOfFile { get; init; }

    /// <summary>How long it had run then.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Bytes of it that were in memory then.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>How many of these are pages of files: programs and libraries, which the system drops when it needs memory.</summary>
    public long? ResidentFileBytes { get; init; }

    /// <summary>Bytes that it may have in memory, with all that share its container; null without a limit too.</summary>
    public long? MemoryLimit { get; init; }
}

namespace HeapGraph;

/// <summary>How a process's memory is watched.</summary>
public sealed record MemoryWatchOptions
{
    /// <summary>Time from one sample to the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many samples; null for as long as the process runs and nobody cancels.</summary>
    public int? Times { get; init; }

    /// <summary>Ends once so many bytes are in memory; null for no such end.</summary>
    public long? UntilBytes { get; init; }

    /// <summary>Whether the processes that it has started count too, and those that they have.</summary>
    public bool IncludesChildren { get; init; }

    /// <summary>Told of each sample; null for nobody.</summary>
    public IProgress<MemorySample>? Progress { get; init; }
}

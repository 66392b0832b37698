namespace HeapGraph;

/// <summary>What it took to copy a live process.</summary>
/// <param name="Time">How long its threads stood still.</param>
/// <param name="Bytes">What was copied meanwhile.</param>
/// <param name="Retries">How often it was stopped in the middle of a garbage collection and let go at once.</param>
public sealed record HeapFreeze(TimeSpan Time, long Bytes, int Retries)
{
    /// <summary>Why the process was not frozen by us but had to write a dump itself, as a few words: "yama 1"; null when it was frozen.
    /// Then the time is what writing took, and the bytes are the dump's.</summary>
    public string? Obstacle { get; init; }

    /// <summary>What was copied when it ran on: large blocks of native memory that nothing of the runtime refers to.</summary>
    public long BytesAfterwards { get; init; }

    /// <summary>How many bytes of the copy's memory the kernel did not make huge pages of, into which copying is several times as fast.</summary>
    public long BytesInSmallPages { get; init; }
}

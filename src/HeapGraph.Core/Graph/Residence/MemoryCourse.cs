namespace HeapGraph;

/// <summary>How a process's memory went over time.</summary>
public sealed record MemoryCourse
{
    /// <summary>When the watching began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>What was seen, oldest first: never empty.</summary>
    public required IReadOnlyList<MemorySample> Samples { get; init; }

    /// <summary>Why it ended.</summary>
    public required MemoryCourseEnd End { get; init; }

    /// <summary>Whether the processes that it has started count too.</summary>
    public bool IncludesChildren { get; init; }

    /// <summary>The sample with the most bytes in memory; the first of several.</summary>
    public MemorySample Highest => Samples.MaxBy(sample => sample.ResidentBytes);

    /// <summary>From the first sample to the last one.</summary>
    public TimeSpan Duration => Samples[^1].At - Samples[0].At;

    /// <summary>How fast it grew: bytes in memory an hour, by the straight line that is nearest to all samples (least squares); negative where it shrank.
    /// Null of less than three samples or of less than a minute, which tell nothing of an hour.</summary>
    public double? BytesPerHour
    {
        get
        {
            if (Samples.Count < 3 || Duration < TimeSpan.FromMinutes(1))
            {
                return null;
            }

            var (hours, bytes) = (Samples.Average(sample => sample.At.TotalHours), Samples.Average(sample => (double)sample.ResidentBytes));
            return Samples.Sum(sample => (sample.At.TotalHours - hours) * (sample.ResidentBytes - bytes)) / Samples.Sum(sample => Math.Pow(sample.At.TotalHours - hours, 2));
        }
    }
}

/// <summary>Why the watching of a process's memory ended.</summary>
public enum MemoryCourseEnd
{
    /// <summary>All samples were taken that were asked for.</summary>
    Complete,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>The process ended.</summary>
    ProcessEnded,

    /// <summary>The process has as much in memory as was waited for.</summary>
    SizeReached,
}

namespace HeapGraph.Core.Presentation.Plots;

/// <summary>One curve of a process's memory.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Key">Its class in a picture.</param>
/// <param name="Of">Its value in a sample.</param>
internal sealed record MemorySeries(string Name, string Key, Func<MemorySample, long> Of)
{
    private static readonly MemorySeries[] All =
    [
        new("resident (RSS)", "resident", sample => sample.ResidentBytes),
        new("without a file (heap, native)", "anonymous", sample => sample.AnonymousBytes),
        new("files (code, mapped)", "file", sample => sample.FileBytes),
        new("shared memory", "shared", sample => sample.SharedMemoryBytes),
        new("swapped out", "swapped", sample => sample.SwappedBytes),
    ];

    /// <summary>Those that are not always nothing; what is resident first.</summary>
    public static IReadOnlyList<MemorySeries> In(MemoryCourse course) => [.. All.Where((series, index) => index == 0 || course.Samples.Any(sample => series.Of(sample) > 0))];
}

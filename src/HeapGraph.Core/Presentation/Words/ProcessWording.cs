using System.Globalization;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of the process that a heap is of.</summary>
internal static class ProcessWording
{
    /// <summary>What the process died of, where it did; and "Shop, pid 1234, .NET 10.0.12, taken 2026-11-30 10:12:03 UTC after 3 h 12 min, 195.3 MB resident", or nothing.</summary>
    public static IReadOnlyList<string> HeaderOf(HeapCoverage coverage) =>
    [
        .. DeathWording.HeaderOf(coverage), .. LineOf(coverage),
    ];

    /// <summary>The latter alone: one line, or none.</summary>
    public static IReadOnlyList<string> LineOf(HeapCoverage coverage) =>
        coverage.Process is { } process && PartsOf(process).ToArray() is { Length: > 0 } parts ? [string.Join(", ", parts)] : [];

    /// <summary>"3 d 4 h", "3 h 12 min", "12 min", "40 s": the two largest units.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{Math.Floor(time.TotalDays):N0} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalSeconds: >= 10 } => $"{time.TotalSeconds:0} s",
        _ => $"{time.TotalSeconds:0.0} s",
    };

    /// <summary>"15 days", "3 hours", "40 minutes": what can be said of the future.</summary>
    public static string Roughly(TimeSpan time) => time switch
    {
        { TotalDays: >= 3650 } => "more than 10 years",
        { TotalDays: >= 2 } => $"{time.TotalDays:N0} days",
        { TotalHours: >= 2 } => $"{time.TotalHours:0} hours",
        { TotalMinutes: >= 2 } => $"{time.TotalMinutes:0} minutes",
        _ => $"{Math.Max(1, time.TotalSeconds):0} seconds",
    };

    /// <summary>"2026-11-30 10:12:03 UTC"</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static IEnumerable<string> PartsOf(HeapProcess process)
    {
        if (process.Program is { } program)
        {
            yield return program.Printable;
        }

        if (process.Id is { } id)
        {
            yield return $"pid {id}";
        }

        if (process.Runtime is { } runtime)
        {
            yield return $".NET {runtime.Printable}";
        }

        if (process.TakenAt is { } taken)
        {
            yield return (process.IsTimeOfFile ? "file of " : "taken ") + Of(taken) + (process.Age is { } age ? $" after {Of(age)}" : "");
        }

        if (process.ResidentBytes is { } resident)
        {
            yield return $"{resident.AsByteSize} resident" + (process.MemoryLimit is { } limit ? $" of {limit.AsByteSize} allowed" : "");
        }
    }
}

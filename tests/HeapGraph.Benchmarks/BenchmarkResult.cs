using System.Text.Json;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Benchmarks.Measuring;

namespace HeapGraph.Benchmarks;

/// <summary>What came of a whole benchmark.</summary>
/// <param name="Heaps">By size.</param>
/// <param name="Start">The heap on which only the start counts.</param>
/// <param name="Tools">HeapGraph in each form.</param>
/// <param name="Failures">Why a heap or a form is not among them.</param>
internal sealed record BenchmarkResult(IReadOnlyList<HeapResult> Heaps, HeapResult Start, IReadOnlyList<Tool> Tools, IReadOnlyList<string> Failures);

/// <summary>What came of one heap.</summary>
/// <param name="Asked">The objects that were asked for; the runtime has some of its own besides.</param>
/// <param name="DumpBytes">The length of the dump.</param>
/// <param name="Results">In the order of the tables.</param>
/// <param name="FreshMemory">How readily the kernel gave memory before the first run.</param>
/// <param name="WayOfDropping">How the dump left the page cache before each run; null when it did not.</param>
internal sealed record HeapResult(int Asked, long DumpBytes, IReadOnlyList<ContenderResult> Results, string FreshMemory, string? WayOfDropping)
{
    /// <summary>The objects that were asked for, as short as can be: "10 M".</summary>
    public string Size => Asked switch
    {
        >= 1_000_000 when Asked % 1_000_000 == 0 => $"{Asked / 1_000_000} M",
        >= 1_000 when Asked % 1_000 == 0 => $"{Asked / 1_000} k",
        _ => $"{Asked}",
    };

    /// <summary>The objects that ClrMD counted; those asked for when it did not get so far.</summary>
    public long Objects => NumberOf(ContenderKind.ClrMdObjects, "objects") ?? Asked;

    /// <summary>The references that ClrMD counted; null when it did not get so far.</summary>
    public long? References => NumberOf(ContenderKind.ClrMdAddresses, "references");

    /// <summary>The objects that a form of HeapGraph counted where that is another number than ClrMD's; null when all agree.</summary>
    public long? OtherCount => Results.Where(result => result.Contender.Kind == ContenderKind.CommonAll && result.Median is not null)
        .Select(result => (long?)JsonDocument.Parse(result.Median!.Output).RootElement.GetProperty("totals").GetProperty("objects").GetInt64())
        .FirstOrDefault(count => count != Objects);

    /// <summary>The runs of the contender that does this; of several forms of HeapGraph, of the first.</summary>
    public ContenderResult? Of(ContenderKind kind) => Results.FirstOrDefault(result => result.Contender.Kind == kind);

    /// <summary>The runs of what a contender is compared with; null when there is none.</summary>
    public ContenderResult? CounterpartOf(Contender contender) => contender.Counterpart is { } kind ? Of(kind) : null;

    private long? NumberOf(ContenderKind kind, string name) =>
        Of(kind)?.Median?.Output.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? long.Parse(found.Split(' ')[1])
            : null;
}

/// <summary>The runs of one contender on one heap.</summary>
internal sealed record ContenderResult(Contender Contender, List<Measurement> Runs)
{
    /// <summary>The run in the middle by time, of an even number the slower one; null when one failed.</summary>
    public Measurement? Median => Failure is null ? Runs.OrderBy(run => run.Wall).ElementAt(Runs.Count / 2) : null;

    public TimeSpan Fastest => Runs.Min(run => run.Wall);

    public TimeSpan Slowest => Runs.Max(run => run.Wall);

    public string? Failure => Runs.FirstOrDefault(run => run.Failure is not null)?.Failure;
}

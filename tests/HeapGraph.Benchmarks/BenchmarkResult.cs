using System.Text.Json;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Benchmarks.Measuring;

namespace HeapGraph.Benchmarks;

/// <summary>What came of a whole benchmark.</summary>
/// <param name="Heaps">By size.</param>
/// <param name="Start">The heap on which only the start counts.</param>
/// <param name="Failures">Why a heap is not among them.</param>
internal sealed record BenchmarkResult(IReadOnlyList<HeapResult> Heaps, HeapResult Start, IReadOnlyList<string> Failures);

/// <summary>What came of one heap.</summary>
/// <param name="Asked">The objects that were asked for; the runtime has some of its own besides.</param>
/// <param name="DumpBytes">The length of the dump.</param>
/// <param name="Results">In the order of the tables.</param>
/// <param name="WayOfDropping">How the dump left the page cache before each run; null when it did not.</param>
internal sealed record HeapResult(int Asked, long DumpBytes, IReadOnlyList<ContenderResult> Results, string? WayOfDropping)
{
    /// <summary>The objects that ClrMD counted; those asked for when it did not get so far.</summary>
    public long Objects => NumberOf(ContenderKind.ClrMdObjects, "objects") ?? Asked;

    /// <summary>The references that ClrMD counted; null when it did not get so far.</summary>
    public long? References => NumberOf(ContenderKind.ClrMdAddresses, "references");

    /// <summary>The objects that HeapGraph counted; null when it did not get so far.</summary>
    public long? ObjectsOfHeapGraph => Of(ContenderKind.CommonAll)?.Best is { } best
        ? JsonDocument.Parse(best.Output).RootElement.GetProperty("totals").GetProperty("objects").GetInt64()
        : null;

    public ContenderResult? Of(ContenderKind kind) => Results.FirstOrDefault(result => result.Contender.Kind == kind);

    private long? NumberOf(ContenderKind kind, string name) =>
        Of(kind)?.Best?.Output.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? long.Parse(found.Split(' ')[1])
            : null;
}

/// <summary>The runs of one contender on one heap.</summary>
internal sealed record ContenderResult(Contender Contender, List<Measurement> Runs)
{
    /// <summary>The fastest run; null when one failed.</summary>
    public Measurement? Best => Failure is null ? Runs.MinBy(run => run.Wall) : null;

    public TimeSpan Slowest => Runs.Max(run => run.Wall);

    public string? Failure => Runs.FirstOrDefault(run => run.Failure is not null)?.Failure;
}

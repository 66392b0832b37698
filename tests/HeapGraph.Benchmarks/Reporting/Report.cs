using System.Diagnostics;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Core;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Benchmarks.Reporting;

/// <summary>The results as markdown. What the columns mean is in the README.</summary>
internal static class Report
{
    private const int GrowthBase = 10_000_000;

    public static string Of(BenchmarkResult result, Machine machine, BenchmarkOptions options) => string.Join('\n',
    [
        $"# HeapGraph against ClrMD on {machine.Processor}\n",
        $"""
        {DateTime.UtcNow:yyyy-MM-dd}; {machine.Cores} cores, {machine.MemoryBytes.AsByteSize} of memory; .NET {Environment.Version}; HeapGraph {Commit()}, ClrMD {ClrMdVersion()}{(options.IsAsBuilt ? "; as built, not published" : "")}.
        Best of {options.Repeat}, the contenders in turn; the dump {(options.IsCold ? "dropped from" : "in")} the page cache before every run.

        """,
        .. result.Failures.Select(failure => $"**{failure}**\n"),
        .. result.Heaps.Select(Section),
        .. result.Heaps.Take(1).Select(_ => Growth(result.Heaps)),
        Start(result.Start),
    ]);

    private static string Section(HeapResult heap)
    {
        var references = heap.References is { } counted ? $"{counted:N0} references, " : "";
        var agreement = heap.ObjectsOfHeapGraph is { } own && own != heap.Objects ? $"**HeapGraph counts {own:N0} objects.**\n\n" : "";
        var dropping = heap.WayOfDropping is { } way ? $"Dropped by {way}.\n\n" : "";
        return $"## {SizeOf(heap.Asked)}: {heap.Objects:N0} objects, {references}a dump of {heap.DumpBytes.AsByteSize}\n\n{agreement}{dropping}" + MarkdownTable.Of(
            ["contender", "s", "slowest s", "CPU s", "faster than ClrMD", "x plain read", "ns/object", "peak memory", "bytes/object", "bytes/(object + reference)"],
            [.. heap.Results.Select(result => RowOf(result, heap))]);
    }

    private static IReadOnlyList<string> RowOf(ContenderResult result, HeapResult heap)
    {
        if (result.Best is not { } best)
        {
            return [result.Contender.Name, result.Failure!, .. Enumerable.Repeat("-", 8)];
        }

        var counterpart = result.Contender.Counterpart is { } kind ? heap.Of(kind) : null;
        var read = heap.Of(ContenderKind.PlainRead)?.Best;
        return
        [
            result.Contender.Name,
            Seconds(best.Wall),
            Seconds(result.Slowest),
            Seconds(best.Processor),
            counterpart?.Best is not { } other ? "-"
                : counterpart.Contender.Kind == ContenderKind.Dominators ? $"{best.Wall / other.Wall:0.00} x the time of dominators"
                : $"{other.Wall / best.Wall:0.0} x {counterpart.Contender.Name["ClrMD ".Length..]}",
            read is not null ? $"{best.Wall / read.Wall:0.0}" : "-",
            $"{NanosecondsPerObject(result, heap):0.0}",
            best.PeakMemory.AsByteSize,
            $"{(double)best.PeakMemory / heap.Objects:0.0}",
            result.Contender.HoldsBothDirections && heap.References is { } references ? $"{(double)best.PeakMemory / (heap.Objects + references):0.0}" : "-",
        ];
    }

    /// <summary>How the cost of an object changes with the size of the heap.</summary>
    private static string Growth(IReadOnlyList<HeapResult> heaps)
    {
        var reference = heaps.FirstOrDefault(heap => heap.Asked == GrowthBase) ?? heaps[0];
        return $"## ns/object by size of the heap (and relative to {SizeOf(reference.Asked)})\n\n" + MarkdownTable.Of(
            ["contender", .. heaps.Select(heap => SizeOf(heap.Asked))],
            [.. reference.Results.Select(row => (IReadOnlyList<string>)
            [
                row.Contender.Name,
                .. heaps.Select(heap => NanosecondsPerObject(heap.Of(row.Contender.Kind), heap) is { } cost
                    ? $"{cost:0.0}{(NanosecondsPerObject(row, reference) is { } usual ? $" ({cost / usual:0.00})" : "")}"
                    : "-"),
            ])]);
    }

    private static string Start(HeapResult heap) =>
        $"## Start: {heap.Objects:N0} objects, a dump of {heap.DumpBytes.AsByteSize}\n\n" + MarkdownTable.Of(
            ["contender", "s to the first output", "s", "CPU s", "peak memory"],
            [.. heap.Results.Select(result => (IReadOnlyList<string>)(result.Best is { } best
                ? [result.Contender.Name, Seconds(best.FirstOutput), Seconds(best.Wall), Seconds(best.Processor), best.PeakMemory.AsByteSize]
                : [result.Contender.Name, result.Failure!, "-", "-", "-"]))]);

    private static double? NanosecondsPerObject(ContenderResult? result, HeapResult heap) => result?.Best?.Wall.TotalNanoseconds / heap.Objects;

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.000}";

    private static string SizeOf(int objects) => objects switch
    {
        >= 1_000_000 when objects % 1_000_000 == 0 => $"{objects / 1_000_000} M",
        >= 1_000 when objects % 1_000 == 0 => $"{objects / 1_000} k",
        _ => $"{objects}",
    };

    private static string ClrMdVersion() => FileVersionInfo.GetVersionInfo(typeof(GCRoot).Assembly.Location).ProductVersion!.Split('+')[0];

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}

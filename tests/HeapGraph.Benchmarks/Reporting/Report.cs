using System.Diagnostics;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Core;
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
        {machine.OnThisDay}; HeapGraph {Commit.Name()}, ClrMD {ClrMdVersion()}{(options.IsAsBuilt ? "; as built, not published" : "")}.
        Median of {options.Repeat}, the contenders in turn, and all ratios from medians.
        The dump {(options.IsCold ? "dropped from" : "in")} the page cache before every run; memory {MemoryState.Words(options.IsMemoryCold)}.

        """,
        .. result.Failures.Select(failure => $"**{failure}**\n"),
        .. result.Heaps.Take(1).Select(_ => Figures.Of(result)),
        .. result.Heaps.Select(Section),
        .. result.Heaps.Take(1).Select(_ => Growth(result.Heaps)),
        Start(result),
    ]);

    private static string Section(HeapResult heap)
    {
        var references = heap.References is { } counted ? $"{counted:N0} references, " : "";
        var agreement = heap.OtherCount is { } other ? $"**HeapGraph counts {other:N0} objects.**\n\n" : "";
        var dropping = heap.WayOfDropping is { } way ? $" Dropped by {way}." : "";
        var title = $"## {heap.Size}: {heap.Objects:N0} objects, {references}a dump of {heap.DumpBytes.AsByteSize}";
        return $"{title}\n\n{agreement}{heap.FreshMemory}.{dropping}\n\n" + MarkdownTable.Of(
            [
                "contender", "s", "fastest", "slowest", "CPU s", "faster than ClrMD", "x plain read", "ns/object", "peak memory",
                "bytes/object", "bytes/(object + reference)",
            ],
            [.. heap.Results.Select(result => RowOf(result, heap))]);
    }

    private static IReadOnlyList<string> RowOf(ContenderResult result, HeapResult heap)
    {
        if (result.Median is not { } run)
        {
            return [result.Contender.Name, result.Failure!, .. Enumerable.Repeat("-", 9)];
        }

        var (counterpart, read) = (heap.CounterpartOf(result.Contender), heap.Of(ContenderKind.PlainRead)?.Median);
        return
        [
            result.Contender.Name,
            .. TimesOf(result, run),
            counterpart?.Median is not { } other ? "-"
                : counterpart.Contender.Kind == ContenderKind.Dominators ? $"{run.Wall / other.Wall:0.00} x the time of dominators"
                : $"{other.Wall / run.Wall:0.0} x {counterpart.Contender.Name["ClrMD ".Length..]}",
            read is not null ? $"{run.Wall / read.Wall:0.0}" : "-",
            $"{NanosecondsPerObject(result, heap):0.0}",
            run.PeakMemory.AsByteSize,
            $"{(double)run.PeakMemory / heap.Objects:0.0}",
            result.Contender.HoldsBothDirections && heap.References is { } references ? $"{(double)run.PeakMemory / (heap.Objects + references):0.0}" : "-",
        ];
    }

    /// <summary>How the cost of an object changes with the size of the heap.</summary>
    private static string Growth(IReadOnlyList<HeapResult> heaps)
    {
        var reference = heaps.FirstOrDefault(heap => heap.Asked == GrowthBase) ?? heaps[0];
        return $"## ns/object by size of the heap (and relative to {reference.Size})\n\n" + MarkdownTable.Of(
            ["contender", .. heaps.Select(heap => heap.Size)],
            [.. reference.Results.Select((row, index) => (IReadOnlyList<string>)
            [
                row.Contender.Name,
                .. heaps.Select(heap => NanosecondsPerObject(heap.Results[index], heap) is { } cost
                    ? $"{cost:0.0}{(NanosecondsPerObject(row, reference) is { } usual ? $" ({cost / usual:0.00})" : "")}"
                    : "-"),
            ])]);
    }

    private static string Start(BenchmarkResult result)
    {
        var heap = result.Start;
        var sizes = string.Join(", ", result.Tools.Select(tool => $"{tool.Bytes.AsByteSize} ({tool.Form})"));
        var title = $"## Start: {heap.Objects:N0} objects, a dump of {heap.DumpBytes.AsByteSize}";
        return $"{title}\n\n{heap.FreshMemory}. Installed, HeapGraph takes {sizes}.\n\n" + MarkdownTable.Of(
            ["contender", "s", "fastest", "slowest", "CPU s", "s to the first output", "peak memory"],
            [.. heap.Results.Select(row => (IReadOnlyList<string>)(row.Median is { } run
                ? [row.Contender.Name, .. TimesOf(row, run), Seconds(run.FirstOutput), run.PeakMemory.AsByteSize]
                : [row.Contender.Name, row.Failure!, .. Enumerable.Repeat("-", 5)]))]);
    }

    private static IEnumerable<string> TimesOf(ContenderResult result, Measurement median) =>
        [Seconds(median.Wall), Seconds(result.Fastest), Seconds(result.Slowest), Seconds(median.Processor)];

    private static double? NanosecondsPerObject(ContenderResult? result, HeapResult heap) => result?.Median?.Wall.TotalNanoseconds / heap.Objects;

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.000}";

    private static string ClrMdVersion() => FileVersionInfo.GetVersionInfo(typeof(GCRoot).Assembly.Location).ProductVersion!.Split('+')[0];
}

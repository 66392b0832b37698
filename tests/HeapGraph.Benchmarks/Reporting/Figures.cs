using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Core;

namespace HeapGraph.Benchmarks.Reporting;

/// <summary>What is claimed of HeapGraph and can be seen in one run, at a glance.</summary>
internal static class Figures
{
    public static string Of(BenchmarkResult result)
    {
        var tool = result.Tools[0];
        return $"## At a glance: {tool.Form}\n\n" + MarkdownTable.Of(
            ["figure", .. result.Heaps.Select(heap => heap.Size)],
            [
                Row("common --all, times as long as a plain read", heap => Ratio(heap, ContenderKind.CommonAll, ContenderKind.PlainRead)),
                Row("common, times as fast as EnumerateReferences", heap => Ratio(heap, ContenderKind.ClrMdReferences, ContenderKind.Common)),
                Row("backrefs, times as fast as GCRoot", heap => Ratio(heap, ContenderKind.ClrMdRoot, ContenderKind.Backrefs)),
                Row("dominators, times as fast as EnumerateReferences", heap => Ratio(heap, ContenderKind.ClrMdReferences, ContenderKind.Dominators)),
                Row("dominators, peak bytes per object", heap => (double?)heap.Of(ContenderKind.Dominators)?.Median?.PeakMemory / heap.Objects),
                Row("triage, times as long as dominators", heap => Ratio(heap, ContenderKind.Triage, ContenderKind.Dominators)),
            ])
            + $"\n`--version` takes {Milliseconds(ContenderKind.Version)}, `common` on a dump of {result.Start.DumpBytes.AsByteSize} "
            + $"{Milliseconds(ContenderKind.Common)}; installed, {tool.Bytes.AsByteSize}.\n";

        IReadOnlyList<string> Row(string name, Func<HeapResult, double?> figure) =>
            [name, .. result.Heaps.Select(heap => figure(heap) is { } value ? $"{value:0.00}" : "-")];

        string Milliseconds(ContenderKind kind) => result.Start.Of(kind)?.Median is { } run ? $"{run.Wall.TotalMilliseconds:0} ms" : "-";
    }

    private static double? Ratio(HeapResult heap, ContenderKind above, ContenderKind below) =>
        heap.Of(above)?.Median?.Wall / heap.Of(below)?.Median?.Wall;
}

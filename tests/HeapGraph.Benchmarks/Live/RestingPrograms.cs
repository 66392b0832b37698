using System.Runtime.Versioning;
using HeapGraph.Benchmarks.Live.AtRest;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Benchmarks.Reporting;
using HeapGraph.Core;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks.Live;

/// <summary>Real programs at rest: how long they stand still for HeapGraph by its own account, and what it copies meanwhile.</summary>
[SupportedOSPlatform("linux")]
internal static class RestingPrograms
{
    /// <returns>The results as markdown.</returns>
    public static string Run(LiveBenchmarkOptions options, Programs programs) => "## Real programs at rest\n\n" + MarkdownTable.Of(
        [
            "program", "frozen, by HeapGraph's account", "bare copy from outside", "x bare copy", "GC heap", "copied", "mappings", "threads",
            "longest gap, HeapGraph", "longest gap, createdump", "shorter",
        ],
        [.. options.Programs.Select(program => RowOf(program, options, programs))]);

    private static IReadOnlyList<string> RowOf(ProgramAtRest program, LiveBenchmarkOptions options, Programs programs)
    {
        Console.Error.WriteLine($"{program.Name}: starting");
        var folder = Directory.CreateTempSubdirectory("heapgraph.benchmarks.").FullName;
        try
        {
            using var running = program.Start(folder);
            Standstill.Settle(running.Id);
            return [program.Name, .. Measure(running, options, programs, Path.Combine(folder, "createdump.dmp"))];
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or DiagnosticsClientException)
        {
            return [program.Name, $"left out: {failed.Message.Split('\n')[0]}", .. Enumerable.Repeat("-", 9)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Measure(RunningProgram running, LiveBenchmarkOptions options, Programs programs, string dump)
    {
        var (frozen, bare, gap, gapOfDump) = (new Spread(), new Spread(), new Spread(), new Spread());
        OwnAccount? last = null;
        if (options.IsMemoryCold)
        {
            ColdMemory.Make(programs);
        }

        for (var round = 1; round <= options.Repeat; round++)
        {
            Prepare();
            var run = Standstill.Of(
                programs.Tools[0].Program, "common", "--all", "--pid", $"{running.Id}", "--max-freeze", "60s", "--format", "json", "--no-progress");
            last = OwnAccount.Of(run.Output);
            frozen.Add(last.Frozen);
            if (running.Ticker is { } ticker)
            {
                gap.Add(Standstill.Gap(ticker));
                Prepare();
                ticker.Dump(dump, DumpType.WithHeap);
                File.Delete(dump);
                gapOfDump.Add(Standstill.Gap(ticker));
            }

            bare.Add(BareCopy.FromOutside(running.Id));
            Console.Error.WriteLine($"process {running.Id}, round {round} of {options.Repeat}: {frozen}");
        }

        var (mappings, threads) = (File.ReadLines($"/proc/{running.Id}/maps").Count(), Directory.GetDirectories($"/proc/{running.Id}/task").Length);
        return
        [
            $"{frozen}", $"{bare}", $"{frozen.Median / bare.Median:0.0}", last!.HeapBytes.AsByteSize, last.CopiedBytes.AsByteSize,
            $"{mappings:N0}", $"{threads:N0}",
            .. running.Ticker is null ? ["-", "-", "-"] : (string[])[$"{gap}", $"{gapOfDump}", $"{gapOfDump.Median / gap.Median:0.0} x"],
        ];

        void Prepare()
        {
            if (options.IsMemoryCold)
            {
                ColdMemory.Rest();
            }

            if (running.Ticker is { } ticker)
            {
                Standstill.Gap(ticker);
            }
        }
    }
}

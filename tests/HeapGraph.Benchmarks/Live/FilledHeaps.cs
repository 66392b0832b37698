using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Benchmarks.Reporting;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks.Live;

/// <summary>Heaps of a given size: HeapGraph against createdump, on the same process in the same run. The process itself says how long nothing ran
/// in it.</summary>
[SupportedOSPlatform("linux")]
internal static class FilledHeaps
{
    /// <param name="options">The sizes.</param>
    /// <param name="programs">The tool, and what fills memory.</param>
    /// <param name="folder">Where dumps go, which are deleted.</param>
    /// <returns>The results as markdown.</returns>
    public static string Run(LiveBenchmarkOptions options, Programs programs, string folder)
    {
        var heaps = options.Gigabytes.Select(size => Measure(size, options, programs, folder)).ToArray();
        return $"## How long the process stands still\n\n{string.Concat(heaps.Select(heap => $"{heap.FreshMemory}\n"))}\n"
            + MarkdownTable.Of(HeapTimes.StandstillHeaders, [.. heaps.Select(heap => heap.Standstill)])
            + "\n## How long its user waits, and what it costs the process\n\n"
            + MarkdownTable.Of(HeapTimes.WaitingHeaders, [.. heaps.Select(heap => heap.Waiting)]);
    }

    private static HeapTimes Measure(double gigabytes, LiveBenchmarkOptions options, Programs programs, string folder)
    {
        Console.Error.WriteLine($"{gigabytes} GB: filling the heap");
        using var target = LeakTarget.Start("BusyTarget", $"0 {gigabytes * 1024:0}");
        Standstill.Settle(target.Id);
        if (options.IsMemoryCold)
        {
            ColdMemory.Make(programs);
        }

        Prepare(target, options);
        var times = new HeapTimes(gigabytes) { FreshMemory = $"{gigabytes} GB: {FreshMemory.Described()}." };
        for (var round = 1; round <= options.Repeat; round++)
        {
            Run(target, times, (long)(gigabytes * (1L << 30)), options, programs, Path.Combine(folder, $"live-{Environment.ProcessId}"));
            Console.Error.WriteLine($"{gigabytes} GB, round {round} of {options.Repeat}: {times.Gap} against {times.GapOfDump}");
        }

        return times;
    }

    private static void Run(LeakTarget target, HeapTimes times, long bytes, LiveBenchmarkOptions options, Programs programs, string file)
    {
        var (tool, ours, theirs) = (programs.Tools[0].Program, $"{file}-1.dmp", $"{file}-2.dmp");
        string[] json = ["--format", "json", "--no-progress"];
        try
        {
            Prepare(target, options);
            var before = Standstill.MemoryOf(target.Id);
            var run = Standstill.Of(tool, ["common", "--pid", $"{target.Id}", "--max-freeze", "60s", .. json]);
            times.Gap.Add(Standstill.Gap(target));
            times.Live.Add(run.Wall);
            times.Account.Add(OwnAccount.Of(run.Output).Frozen);
            var growth = Standstill.MemoryOf(target.Id) - before;

            Prepare(target, options);
            before = Standstill.MemoryOf(target.Id);
            var capture = Standstill.Of(tool, "capture", "--pid", $"{target.Id}", "-o", ours, "--max-freeze", "60s");
            times.Gap.Add(Standstill.Gap(target));
            times.Capture.Add(capture.Wall);
            var after = Standstill.MemoryOf(target.Id);
            Thread.Sleep(run.Wall + capture.Wall);
            times.Growth = (Math.Max(times.Growth.Read, growth + after - before), Math.Max(times.Growth.Alone, Standstill.MemoryOf(target.Id) - after));
            PageCache.Read(ours);   // it went past the kernel's cache
            times.File.Add(Standstill.Of(tool, ["common", ours, .. json]).Wall);

            Prepare(target, options);
            var clock = Stopwatch.StartNew();
            target.Dump(theirs, DumpType.WithHeap);
            times.Dump.Add(clock.Elapsed);
            times.GapOfDump.Add(Standstill.Gap(target));

            times.CopyWithin.Add(BareCopy.Within(bytes));
            times.CopyFromOutside.Add(BareCopy.FromOutside(target.Id));
            times.Fresh.Add(FreshMemory.TimeOf(bytes));
        }
        finally
        {
            File.Delete(ours);
            File.Delete(theirs);
        }
    }

    private static void Prepare(LeakTarget target, LiveBenchmarkOptions options)
    {
        if (options.IsMemoryCold)
        {
            ColdMemory.Rest();
        }

        Standstill.Gap(target);
    }
}

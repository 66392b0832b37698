using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Benchmarks.Reporting;
using HeapGraph.Core;
using HeapGraph.Core.Tests.Support;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks.Live;

/// <summary>How long a live process stands still, and how long its user waits: HeapGraph against createdump, on the same process in
/// the same run. The process itself says how long nothing ran in it.</summary>
internal static class LiveBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="gigabytes">The sizes of the heaps.</param>
    /// <param name="repeat">Runs of each; the best counts.</param>
    /// <returns>The results as markdown.</returns>
    public static string Run(IReadOnlyList<int> gigabytes, int repeat)
    {
        using var programs = Programs.Publish();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "dumps", "benchmarks")).FullName;
        return MarkdownTable.Of(
            ["heap", "longest gap, HeapGraph", "longest gap, createdump", "shorter", "ms/GB", "one copy of the bytes", "growth of the process",
                "capture", "createdump", "faster", "common --pid", "common FILE", "more"],
            [.. gigabytes.Select(size => Measure(size, repeat, programs.Tool, folder))]);
    }

    private static IReadOnlyList<string> Measure(int gigabytes, int repeat, string tool, string folder)
    {
        Console.Error.WriteLine($"{gigabytes} GB: filling the heap");
        using var target = LeakTarget.Start("BusyTarget", $"0 {gigabytes * 1024}");
        var (ours, theirs) = (Path.Combine(folder, $"live-{Environment.ProcessId}-1.dmp"), Path.Combine(folder, $"live-{Environment.ProcessId}-2.dmp"));
        try
        {
            var growth = 0L;
            var (gap, gapOfDump, capture, dump, live, file, copy) = (Best(), Best(), Best(), Best(), Best(), Best(), Best());
            for (var round = 1; round <= repeat; round++)
            {
                File.Delete(ours);
                File.Delete(theirs);
                Gap(target);
                var before = MemoryOf(target.Id);
                capture.Add(Time(tool, "capture", "--pid", $"{target.Id}", "-o", ours, "--max-freeze", "60s"));
                gap.Add(Gap(target));
                live.Add(Time(tool, "common", "--pid", $"{target.Id}", "--all", "--max-freeze", "60s"));
                gap.Add(Gap(target));
                growth = Math.Max(growth, MemoryOf(target.Id) - before);
                var clock = Stopwatch.StartNew();
                target.Dump(theirs, DumpType.WithHeap);
                dump.Add(clock.Elapsed.TotalMilliseconds);
                gapOfDump.Add(Gap(target));
                ReadThrough(ours);
                file.Add(Time(tool, "common", ours, "--all"));
                copy.Add(MemoryCopyTime(gigabytes));
                Console.Error.WriteLine($"{gigabytes} GB, round {round} of {repeat}: {gap.Min():0} ms against {gapOfDump.Min():0} ms");
            }

            return
            [
                $"{gigabytes} GB", $"{gap.Min():0} ms", $"{gapOfDump.Min():0} ms", $"{gapOfDump.Min() / gap.Min():0.0} x", $"{gap.Min() / gigabytes:0}", $"{copy.Min():0} ms",
                growth > 0 ? growth.AsByteSize : "none",
                $"{capture.Min() / 1000:0.00} s", $"{dump.Min() / 1000:0.00} s", $"{dump.Min() / capture.Min():0.0} x",
                $"{live.Min() / 1000:0.00} s", $"{file.Min() / 1000:0.00} s", $"{(live.Min() - file.Min()) / 1000:+0.00;-0.00} s",
            ];
        }
        finally
        {
            File.Delete(ours);
            File.Delete(theirs);
        }

        static List<double> Best() => [];
    }

    private static double Time(string tool, params string[] arguments)
    {
        var run = Measurement.Of(tool, arguments, Limit);
        return run.Failure is null ? run.Wall.TotalMilliseconds : throw new InvalidOperationException(run.Failure);
    }

    // The file went past the kernel's cache.
    private static void ReadThrough(string file)
    {
        using var stream = File.OpenRead(file);
        stream.CopyTo(Stream.Null, 1 << 20);
    }

    private static double Gap(LeakTarget target) => double.Parse(target.Send("gap", "gap").Split(' ')[1], CultureInfo.InvariantCulture);

    /// <returns>Bytes of memory that are the process's own, in memory or swapped out.</returns>
    private static long MemoryOf(int process) =>
        Regex.Matches(File.ReadAllText($"/proc/{process}/status"), @"^(?:RssAnon|VmSwap):\s+(\d+) kB", RegexOptions.Multiline)
            .Sum(line => long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) << 10);

    /// <summary>The same number of bytes from touched memory to touched memory, on all cores.</summary>
    private static unsafe double MemoryCopyTime(int gigabytes)
    {
        const int Part = 64 << 20;
        using var from = new Core.Reading.Memory.MemoryCopy(Part * 4);
        using var to = new Core.Reading.Memory.MemoryCopy(Part * 4);
        new Span<byte>(from.Pointer, Part * 4).Fill(1);
        new Span<byte>(to.Pointer, Part * 4).Fill(1);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, gigabytes * 16, part => Buffer.MemoryCopy(from.Pointer + part % 4 * (long)Part, to.Pointer + part % 4 * (long)Part, Part, Part));
        return clock.Elapsed.TotalMilliseconds;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Benchmarks.Reporting;
using HeapGraph.Core;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks.Live;

/// <summary>How long a live process stands still, and how long its user waits: HeapGraph against createdump, on the same process in
/// the same run. The process itself says how long nothing ran in it.</summary>
[SupportedOSPlatform("linux")]
internal static class LiveBenchmark
{
    // A virtual machine hands memory that is free for some seconds back to its host, and fetching it again costs more than all the rest:
    // right after somebody else has used it, it is still there.
    private const int RunsInTurn = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="gigabytes">The sizes of the heaps.</param>
    /// <param name="repeat">Runs of each; the best counts.</param>
    /// <returns>The results as markdown.</returns>
    public static string Run(IReadOnlyList<int> gigabytes, int repeat)
    {
        using var programs = Programs.Publish();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "dumps", "benchmarks")).FullName;
        return MarkdownTable.Of(
            ["heap", "longest gap, HeapGraph", "longest gap, createdump", "shorter", "ms/GB", "bare copy from outside", "copy within a process",
                "growth of the process", "growth left alone", "capture", "createdump", "faster", "common --pid", "common FILE", "more", "fresh memory and bare copy"],
            [.. gigabytes.Select(size => Measure(size, repeat, programs.Tool, folder))]);
    }

    private static IReadOnlyList<string> Measure(int gigabytes, int repeat, string tool, string folder)
    {
        Console.Error.WriteLine($"{gigabytes} GB: filling the heap");
        using var target = LeakTarget.Start("BusyTarget", $"0 {gigabytes * 1024}");
        var (ours, theirs) = (Path.Combine(folder, $"live-{Environment.ProcessId}-1.dmp"), Path.Combine(folder, $"live-{Environment.ProcessId}-2.dmp"));
        try
        {
            Gap(target);
            Settle(target.Id);
            var (growth, growthAlone) = (0L, 0L);
            var (gap, gapOfDump, capture, dump, live, file) = (Best(), Best(), Best(), Best(), Best(), Best());
            var (copy, outside, fresh) = (Best(), Best(), Best());
            for (var round = 1; round <= repeat; round++)
            {
                File.Delete(ours);
                File.Delete(theirs);
                Gap(target);
                var (grown, clock) = (0L, Stopwatch.StartNew());
                for (var time = 0; time < RunsInTurn; time++)
                {
                    fresh.Add(FreshMemoryTime(gigabytes));
                    live.Add(TimeOn(target, ref grown, tool, "common", "--pid", $"{target.Id}", "--max-freeze", "60s"));
                    gap.Add(Gap(target));
                }

                capture.Add(TimeOn(target, ref grown, tool, "capture", "--pid", $"{target.Id}", "-o", ours, "--max-freeze", "60s"));
                gap.Add(Gap(target));
                var after = MemoryOf(target.Id);
                Thread.Sleep(clock.Elapsed);
                growth = Math.Max(growth, grown);
                growthAlone = Math.Max(growthAlone, MemoryOf(target.Id) - after);
                ReadThrough(ours);
                file.Add(Time(tool, "common", ours));
                Gap(target);
                clock.Restart();
                target.Dump(theirs, DumpType.WithHeap);
                dump.Add(clock.Elapsed.TotalMilliseconds);
                gapOfDump.Add(Gap(target));
                copy.Add(MemoryCopyTime(gigabytes));
                outside.Add(OutsideCopyTime(target.Id));
                Console.Error.WriteLine($"{gigabytes} GB, round {round} of {repeat}: {gap.Min():0} ms against {gapOfDump.Min():0} ms");
            }

            return
            [
                $"{gigabytes} GB", $"{gap.Min():0} ms", $"{gapOfDump.Min():0} ms", $"{gapOfDump.Min() / gap.Min():0.0} x", $"{gap.Min() / gigabytes:0}", $"{outside.Min():0} ms", $"{copy.Min():0} ms",
                Size(growth), Size(growthAlone),
                $"{capture.Min() / 1000:0.00} s", $"{dump.Min() / 1000:0.00} s", $"{dump.Min() / capture.Min():0.0} x",
                $"{live.Min() / 1000:0.00} s", $"{file.Min() / 1000:0.00} s", $"{(live.Min() - file.Min()) / 1000:+0.00;-0.00} s",
                $"{(fresh.Min() + outside.Min()) / 1000:0.00} s",
            ];
        }
        finally
        {
            File.Delete(ours);
            File.Delete(theirs);
        }

        static List<double> Best() => [];

        static string Size(long bytes) => bytes > 0 ? bytes.AsByteSize : "none";
    }

    private static double Time(string tool, params string[] arguments)
    {
        var run = Measurement.Of(tool, arguments, Limit);
        return run.Failure is null ? run.Wall.TotalMilliseconds : throw new InvalidOperationException(run.Failure);
    }

    /// <summary>The same, and by how much the process grew during it.</summary>
    private static double TimeOn(LeakTarget target, ref long grown, string tool, params string[] arguments)
    {
        var before = MemoryOf(target.Id);
        var time = Time(tool, arguments);
        grown += MemoryOf(target.Id) - before;
        return time;
    }

    // The file went past the kernel's cache.
    private static void ReadThrough(string file)
    {
        using var stream = File.OpenRead(file);
        stream.CopyTo(Stream.Null, 1 << 20);
    }

    private static double Gap(LeakTarget target) => double.Parse(target.Send("gap", "gap").Split(' ')[1], CultureInfo.InvariantCulture);

    // A process compiles its code anew in its first seconds, which takes memory of its own.
    private static void Settle(int process)
    {
        for (long last = 0, now; (now = MemoryOf(process)) != last; last = now)
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
        }
    }

    /// <returns>Bytes of memory that are the process's own, in memory or swapped out, to the page.</returns>
    private static long MemoryOf(int process) =>
        Regex.Matches(File.ReadAllText($"/proc/{process}/smaps_rollup"), @"^(?:Anonymous|Swap):\s+(\d+) kB", RegexOptions.Multiline)
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

    /// <summary>The process's own pages read into touched memory, on all cores, while it runs: what a copy from outside takes at least.</summary>
    private static unsafe double OutsideCopyTime(int process)
    {
        const int Part = 256 << 20;
        using var crew = new CopyCrew();
        using var pages = new OwnPages(process, crew);
        using var to = new Core.Reading.Memory.MemoryCopy(Part);
        new Span<byte>(to.Pointer, Part).Fill(1);
        var pieces = new MemoryPieces(process);
        foreach (var stretch in pages.In([.. MemoryMapping.Of(process).Where(CopyPlan.Counts)]).SelectMany(own => own))
        {
            for (var done = 0UL; done < stretch.Bytes; done += Part)
            {
                pieces.Add(stretch.Address + done, Math.Min(Part, stretch.Bytes - done), to.Pointer);
            }
        }

        var clock = Stopwatch.StartNew();
        crew.Do(() => pieces.Copy(() => true));
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Memory for that many bytes taken and given back, on all cores: what a copy that nothing of is left takes at least.</summary>
    private static double FreshMemoryTime(int gigabytes)
    {
        const int Part = 8 << 20;
        var clock = Stopwatch.StartNew();
        using (var room = CopyRoom.InMemory("room", (long)gigabytes << 30))
        {
            Parallel.For(0, gigabytes * 128, part => room.MakeReady((long)part * Part, (part + 1L) * Part));
        }

        return clock.Elapsed.TotalMilliseconds;
    }
}

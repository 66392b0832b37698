using System.Globalization;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Benchmarks.Measuring;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks;

/// <summary>Makes each heap and lets the contenders run on it, one at a time and in turn, so that a slow moment of the
/// machine hits all of them.</summary>
internal static class Benchmark
{
    /// <summary>So small that only the start counts.</summary>
    private const int StartObjects = 1_000;

    /// <exception cref="OperationCanceledException">Cancelled; no dump is left.</exception>
    public static BenchmarkResult Run(BenchmarkOptions options, CancellationToken cancellation)
    {
        Say("publishing");
        using var programs = options.IsAsBuilt ? Programs.AsBuilt() : Programs.Publish(options.Forms, [.. ToolForm.All.Except(options.Forms)]);
        var start = Measure(StartObjects, options, programs, dump => ContenderList.OfStart(programs, dump), cancellation);
        var (heaps, failures) = (new List<HeapResult>(), programs.Missing.ToList());
        foreach (var objects in options.Objects.Order())
        {
            try
            {
                heaps.Add(Measure(objects, options, programs, dump => ContenderList.For(programs, dump), cancellation));
            }
            catch (Exception failed) when (failed is InvalidOperationException or IOException or DiagnosticsClientException or HeapReadException)
            {
                cancellation.ThrowIfCancellationRequested();
                failures.Add($"{objects:N0} objects: {failed.Message}");
                Say(failures[^1]);
            }
        }

        return new BenchmarkResult(heaps, start, programs.Tools, failures);
    }

    private static HeapResult Measure(
        int objects, BenchmarkOptions options, Programs programs, Func<HeapDump, IReadOnlyList<Contender>> choose, CancellationToken cancellation)
    {
        Say($"{objects:N0} objects: making the dump");
        using var dump = HeapDump.Make(objects, options.KeepsDumps);
        var results = choose(dump).Select(contender => new ContenderResult(contender, [])).ToArray();
        string? wayOfDropping = null;
        if (options.IsMemoryCold)
        {
            ColdMemory.Make(programs);
        }

        PlainRead.Run(dump.Path);
        Prepare();
        var freshMemory = FreshMemory.Described();
        for (var round = 1; round <= options.Repeat; round++)
        {
            foreach (var (contender, runs) in results)
            {
                Prepare();
                var run = Measurement.Of(contender.Program, contender.Arguments, options.Limit);
                cancellation.ThrowIfCancellationRequested();
                runs.Add(run);
                Say($"{objects:N0} objects, round {round} of {options.Repeat}: {contender.Name}: {run.Failure ?? Seconds(run.Wall)}");
            }
        }

        return new HeapResult(objects, dump.Bytes, results, freshMemory, wayOfDropping);

        void Prepare()
        {
            if (options.IsMemoryCold)
            {
                ColdMemory.Rest();
            }

            if (options.IsCold)
            {
                wayOfDropping = PageCache.Drop(dump.Path);
            }
        }
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)} s";

    private static void Say(string line) => Console.Error.WriteLine(line);
}

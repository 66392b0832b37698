using System.CommandLine;
using System.Globalization;
using HeapGraph.Benchmarks.Live;
using HeapGraph.Benchmarks.Reporting;
using HeapGraph.Core;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks;

/// <summary>The command line of a whole benchmark.</summary>
internal static class BenchmarkCommand
{
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        var objects = new Option<int[]>("--objects")
        {
            Description = "The sizes of the heaps, like 200k,1M",
            HelpName = "N,...",
            DefaultValueFactory = _ => [1_000_000, 10_000_000, 30_000_000, 100_000_000],
            CustomParser = given =>
            {
                var sizes = given.Tokens[^1].Value.Split(',').Select(SizeOf).ToArray();
                if (sizes.Contains(0))
                {
                    given.AddError($"'{given.Tokens[^1].Value}' is no value for --objects: it takes sizes like 200k,1M.");
                }

                return sizes;
            },
        };
        var (repeat, coldMemory, write, asBuilt) = (SharedOptions.Repeat(), SharedOptions.ColdMemory(), SharedOptions.Write(), SharedOptions.AsBuilt());
        var forms = SharedOptions.Names(
            "--forms", "The forms of HeapGraph that run on all heaps, the first one every command; the others show what a start takes",
            ToolForm.All, [ToolForm.All[0]]);
        var limit = new Option<int>("--limit") { Description = "Minutes after which a run is stopped", HelpName = "MINUTES", DefaultValueFactory = _ => 20 };
        var cold = new Option<bool>("--cold") { Description = "Drop the dump from the page cache before every run" };
        var keep = new Option<bool>("--keep") { Description = "Keep the dumps in dumps/benchmarks, and take those that were kept" };
        var command = new RootCommand("Measures HeapGraph against ClrMD's own loops, side by side.")
        {
            objects, repeat, forms, limit, cold, coldMemory, write, keep, asBuilt,
        };
        SharedOptions.RefuseLessThanOne(limit);
        command.SetAction(parsed => Run(
            new BenchmarkOptions(
                parsed.GetValue(objects)!, parsed.GetValue(repeat), parsed.GetValue(forms)!, parsed.GetValue(cold), parsed.GetValue(coldMemory),
                TimeSpan.FromMinutes(parsed.GetValue(limit)), parsed.GetValue(keep), parsed.GetValue(asBuilt)),
            parsed.GetValue(write)));
        command.Add(LiveCommand.Create());
        return command.Parse(args).Invoke();
    }

    private static int Run(BenchmarkOptions options, bool isWritten)
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            var result = Benchmark.Run(options, interrupted.Token);
            var report = Report.Of(result, Machine.Here(), options);
            Console.Write(report);
            if (isWritten)
            {
                var state = $"{(options.IsCold ? "-cold" : "")}{(options.IsMemoryCold ? "-cold-memory" : "")}";
                Console.Error.WriteLine($"Written to {Results.Write(report, Machine.Here(), state)}");
            }

            return result.Failures.Count == 0 ? 0 : 1;
        }
        catch (Exception) when (interrupted.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return 130;
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or DiagnosticsClientException or HeapReadException)
        {
            Console.Error.WriteLine(failed.Message);
            return 1;
        }
    }

    /// <returns>The number that "200k" or "30M" says; 0 when it says none.</returns>
    private static int SizeOf(string text)
    {
        var unit = text.EndsWith('k') ? 1_000 : text.EndsWith('M') ? 1_000_000 : 1;
        return int.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue / unit
            ? number * unit
            : 0;
    }
}

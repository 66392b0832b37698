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
        var repeat = new Option<int>("--repeat") { Description = "Runs of each contender; the best counts", HelpName = "N", DefaultValueFactory = _ => 3 };
        var limit = new Option<int>("--limit") { Description = "Minutes after which a run is stopped", HelpName = "MINUTES", DefaultValueFactory = _ => 20 };
        var cold = new Option<bool>("--cold") { Description = "Drop the dump from the page cache before every run" };
        var write = new Option<bool>("--write") { Description = "Write the results to tests/HeapGraph.Benchmarks/Results" };
        var keep = new Option<bool>("--keep") { Description = "Keep the dumps in dumps/benchmarks, and take those that were kept" };
        var asBuilt = new Option<bool>("--as-built") { Description = "Take the programs as they are built: starts sooner, measures nothing that counts" };
        var command = new RootCommand("Measures HeapGraph against ClrMD's own loops, side by side.") { objects, repeat, limit, cold, write, keep, asBuilt };
        repeat.Validators.Add(given => RefuseLessThanOne(given));
        limit.Validators.Add(given => RefuseLessThanOne(given));
        command.SetAction(parsed => Run(
            new BenchmarkOptions(
                parsed.GetValue(objects)!, parsed.GetValue(repeat), parsed.GetValue(cold), TimeSpan.FromMinutes(parsed.GetValue(limit)),
                parsed.GetValue(keep), parsed.GetValue(asBuilt)),
            parsed.GetValue(write)));
        command.Add(LiveCommand());
        return command.Parse(args).Invoke();
    }

    private static Command LiveCommand()
    {
        var sizes = new Option<int[]>("--gigabytes") { Description = "The sizes of the heaps", HelpName = "N N ...", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        var repeat = new Option<int>("--repeat") { Description = "Runs of each; the best counts", HelpName = "N", DefaultValueFactory = _ => 3 };
        var write = new Option<bool>("--write") { Description = "Write the results to tests/HeapGraph.Benchmarks/Results" };
        var command = new Command("live", "Measures how long a live process stands still, against createdump.") { sizes, repeat, write };
        repeat.Validators.Add(given => RefuseLessThanOne(given));
        command.SetAction(parsed =>
        {
            if (!OperatingSystem.IsLinux())
            {
                Console.Error.WriteLine("A live process is measured on Linux only.");
                return 2;
            }

            var machine = Machine.Here();
            var report = $"# A live process: HeapGraph against createdump on {machine.Processor}\n\n"
                + $"{DateTime.UtcNow:yyyy-MM-dd}; {machine.Cores} cores, {machine.MemoryBytes.AsByteSize} of memory; .NET {Environment.Version}. Best of {parsed.GetValue(repeat)}, both in turn on the same process.\n\n"
                + LiveBenchmark.Run(parsed.GetValue(sizes)!, parsed.GetValue(repeat));
            Console.Write(report);
            if (parsed.GetValue(write))
            {
                Console.Error.WriteLine($"Written to {Results.Write(report, machine, "-live")}");
            }

            return 0;
        });
        return command;
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
                Console.Error.WriteLine($"Written to {Results.Write(report, Machine.Here(), options.IsCold ? "-cold" : "")}");
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

    private static void RefuseLessThanOne(System.CommandLine.Parsing.OptionResult given)
    {
        if (given.GetValueOrDefault<int>() < 1)
        {
            given.AddError($"{given.Option.Name} takes a whole number from 1 on.");
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

using System.CommandLine;
using HeapGraph.Benchmarks.Live.AtRest;
using HeapGraph.Benchmarks.Reporting;

namespace HeapGraph.Benchmarks.Live;

/// <summary>The command line of a benchmark of live processes.</summary>
internal static class LiveCommand
{
    public static Command Create()
    {
        var sizes = new Option<double[]>("--gigabytes")
        {
            Description = "The sizes of the heaps that are filled", HelpName = "N N ...", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1],
        };
        var programs = SharedOptions.Names("--programs", "The real programs at rest", ProgramAtRest.All, ProgramAtRest.All);
        var (repeat, coldMemory, write, asBuilt) = (SharedOptions.Repeat(), SharedOptions.ColdMemory(), SharedOptions.Write(), SharedOptions.AsBuilt());
        var command = new Command("live", "Measures how long a live process stands still, against createdump.")
        {
            sizes, programs, repeat, coldMemory, write, asBuilt,
        };
        sizes.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double[]>() is { } asked && asked.Any(size => !(size > 0)))
            {
                given.AddError("--gigabytes takes numbers above 0.");
            }
        });
        command.SetAction(parsed => Run(
            new LiveBenchmarkOptions(
                parsed.GetValue(sizes)!, parsed.GetValue(programs)!, parsed.GetValue(repeat), parsed.GetValue(coldMemory), parsed.GetValue(asBuilt)),
            parsed.GetValue(write)));
        return command;
    }

    private static int Run(LiveBenchmarkOptions options, bool isWritten)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("A live process is measured on Linux only.");
            return 2;
        }

        var machine = Machine.Here();
        var report = $"# A live process: HeapGraph against createdump on {machine.Processor}\n\n"
            + $"{machine.OnThisDay}; HeapGraph {Commit.Name()}{(options.IsAsBuilt ? "; as built, not published" : "")}.\n"
            + $"Median of {options.Repeat} (fastest to slowest), both in turn on the same process, and all ratios from medians.\n"
            + $"Memory {MemoryState.Words(options.IsMemoryCold)}.\n\n"
            + LiveBenchmark.Run(options);
        Console.Write(report);
        if (isWritten)
        {
            Console.Error.WriteLine($"Written to {Results.Write(report, machine, options.IsMemoryCold ? "-live-cold-memory" : "-live")}");
        }

        return 0;
    }
}

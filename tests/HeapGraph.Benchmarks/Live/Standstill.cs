using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live;

/// <summary>Runs of the tool on a live process, and what the process says and shows of them.</summary>
[SupportedOSPlatform("linux")]
internal static class Standstill
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>A run of the tool that ended well.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static Measurement Of(string tool, params IReadOnlyList<string> arguments)
    {
        var run = Measurement.Of(tool, arguments, Limit);
        return run.Failure is null ? run : throw new InvalidOperationException(run.Failure);
    }

    /// <summary>The longest time in milliseconds that nothing ran in a BusyTarget since this was last asked.</summary>
    public static double Gap(LeakTarget target) => double.Parse(target.Send("gap", "gap").Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Waits until a process takes no more memory, for half a minute at most: in its first seconds it compiles its code anew.</summary>
    public static void Settle(int process)
    {
        var before = 0L;
        for (var (looks, now) = (0, MemoryOf(process)); looks < 10 && now != before; looks++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            (before, now) = (now, MemoryOf(process));
        }
    }

    /// <returns>Bytes of memory that are the process's own, in memory or swapped out, to the page.</returns>
    public static long MemoryOf(int process) =>
        Regex.Matches(File.ReadAllText($"/proc/{process}/smaps_rollup"), @"^(?:Anonymous|Swap):\s+(\d+) kB", RegexOptions.Multiline)
            .Sum(line => long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) << 10);
}

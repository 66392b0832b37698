using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>What one whole process took, from its start to its end.</summary>
/// <param name="Wall">From the start to the end.</param>
/// <param name="FirstOutput">From the start to the first character of its output.</param>
/// <param name="Processor">Of all its threads and children, in the program and in the kernel.</param>
/// <param name="PeakMemory">Bytes that no file stands behind, at their highest: <see cref="AnonymousMemory"/>.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Failure">Why it counts for nothing; null when it ended well.</param>
internal sealed record Measurement(
    TimeSpan Wall, TimeSpan FirstOutput, TimeSpan Processor, long PeakMemory, string Output, string? Failure)
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs a program to its end, or to the limit.</summary>
    public static Measurement Of(string program, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["DOTNET_gcServer"] = "0";
        var processorBefore = ProcessorTime.OfEndedChildren();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = ReadAsync(process.StandardOutput, clock);
        var error = process.StandardError.ReadToEndAsync();
        var (peak, isOverdue) = (0L, false);
        while (!process.WaitForExit(BetweenSamples))
        {
            peak = Math.Max(peak, AnonymousMemory.Of(process.Id));
            if (clock.Elapsed > limit && !isOverdue)
            {
                isOverdue = true;
                process.Kill(entireProcessTree: true);
            }
        }

        var wall = clock.Elapsed;
        var (text, firstOutput) = output.GetAwaiter().GetResult();
        var failure = isOverdue ? $"stopped after {limit.TotalMinutes:0} min"
            : process.ExitCode != 0 ? $"exit code {process.ExitCode}: {error.GetAwaiter().GetResult().Split('\n')[0]}"
            : null;
        return new Measurement(wall, firstOutput, ProcessorTime.OfEndedChildren() - processorBefore, peak, text, failure);
    }

    private static async Task<(string Text, TimeSpan First)> ReadAsync(StreamReader output, Stopwatch clock)
    {
        var first = new char[1];
        var count = await output.ReadAsync(first.AsMemory());
        var time = clock.Elapsed;
        return (new string(first, 0, count) + await output.ReadToEndAsync(), time);
    }
}

using System.Diagnostics;
using System.Globalization;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Whatever becomes of us while a process is frozen, it runs on.</summary>
public sealed class KilledCaptureTests
{
    // HEAPGRAPH_KILLS=50 for the whole torture.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("HEAPGRAPH_KILLS") ?? "5", CultureInfo.InvariantCulture);
    private const int MostAttempts = 50;   // until one comes while the process is frozen
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_process_runs_on_when_its_reader_is_killed_while_it_is_frozen()
    {
        using var target = LeakTarget.Start("BusyTarget", "2 200");
        var random = new Random(1);
        var killedFrozen = 0;
        for (var kill = 0; kill < Kills || (killedFrozen == 0 && kill < MostAttempts); kill++)
        {
            using var tool = ToolProcess.Start("common", "--pid", $"{target.Id}", "--all", "--max-freeze", "60s");
            if (WaitForTracer(target.Id, tool) is { } tracer)
            {
                Thread.SpinWait(random.Next(100_000));
                using var reader = Process.GetProcessById(tracer);
                killedFrozen += TracerOf(target.Id) == tracer ? 1 : 0;
                reader.Kill();
            }

            tool.WaitForExit();
            Assert.True(SpinWait.SpinUntil(() => TracerOf(target.Id) == 0 && !StatesOf(target.Id).Contains('t'), Patience), "Threads are still stopped.");
            Assert.DoesNotContain('T', StatesOf(target.Id));
            Assert.EndsWith(" 0", target.Send("count", "counted"), StringComparison.Ordinal);
            target.Send("gap", "gap");
        }

        Assert.True(target.IsRunning);
        Assert.True(killedFrozen > 0, "No kill came while the process was frozen.");
    }

    /// <summary>The process that traces another one, as soon as it does; null when the tool ends without.</summary>
    private static int? WaitForTracer(int process, Process tool)
    {
        while (!tool.HasExited)
        {
            if (TracerOf(process) is not 0 and var tracer)
            {
                return ProcessOf(tracer);
            }
        }

        return null;
    }

    private static int ProcessOf(int thread) => int.Parse(Status(thread, "Tgid:"), CultureInfo.InvariantCulture);

    private static int TracerOf(int process) => int.Parse(Status(process, "TracerPid:"), CultureInfo.InvariantCulture) is not 0 and var thread ? ProcessOf(thread) : 0;

    private static string StatesOf(int process) => string.Concat(
        Directory.GetDirectories($"/proc/{process}/task").Select(thread => Status(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), "State:")[0]));

    private static string Status(int thread, string name)
    {
        try
        {
            return File.ReadLines($"/proc/{thread}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
        }
        catch (Exception ended) when (ended is IOException or InvalidOperationException)
        {
            return "0";
        }
    }
}

using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Testing;
using Xunit;
using static HeapGraph.Cli.Tests.ProcessFacts;

namespace HeapGraph.Cli.Tests;

/// <summary>Whatever becomes of us while a process is frozen, it runs on.</summary>
[SupportedOSPlatform("linux")]
[NotQuick, AsInstalled]
public sealed class KilledCaptureTests
{
    // HEAPGRAPH_KILLS=50 for the whole torture.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("HEAPGRAPH_KILLS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public void A_process_runs_on_when_its_reader_is_killed_while_it_is_frozen()
    {
        using var target = LeakTarget.Start("BusyTarget", "2 200");
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var reader = StoppedReader.Of(target.Id, random.Next(100_000), "common", "--pid", $"{target.Id}", "--all", "--max-freeze", "60s");
            Signal.Send("KILL", reader.Id);
            reader.Tool.WaitForExit();
            Assert.True(SpinWait.SpinUntil(() => TracerOf(target.Id) == 0 && !StatesOf(target.Id).Contains('t'), Patience), "Threads are still stopped.");
            Assert.DoesNotContain('T', StatesOf(target.Id));
            Assert.EndsWith(" 0", target.Send("count", "counted"), StringComparison.Ordinal);
            target.Send("gap", "gap");
        }

        Assert.True(target.IsRunning);
    }
}

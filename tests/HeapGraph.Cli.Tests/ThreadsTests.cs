using System.Globalization;
using System.Text.Json;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Threads, as a user asks for them.</summary>
[NotQuick, AsInstalled]
public sealed class ThreadsTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("Deadlock");

    [Fact]
    public void A_deadlock_is_said_first_and_equal_stacks_stand_together()
    {
        var run = CommandRun.Of("threads", Dump);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n');
        Assert.Matches(@": \d+ threads with \d+ different stacks$", lines[0]);
        Assert.InRange(Array.FindIndex(lines, line => line.StartsWith("Deadlock: ", StringComparison.Ordinal)), 1, Array.IndexOf(lines, ""));
        Assert.Matches(
            """Deadlock: thread \d+ "left" waits for the lock of Shop\.Account\s+[0-9a-f]+, which thread \d+ "right" holds;\s+thread \d+ "right" waits for the lock of Shop\.Account\s+[0-9a-f]+, which""",
            run.Output);
        Assert.Matches("\n12 threads: [^\n]+\n   waits for System.Threading.ManualResetEvent [0-9a-f]+\n", run.Output);
        Assert.Matches(@"\n     Shop\.Bank\.Wait at Program\.cs:\d+\n", run.Output);
    }

    [Fact]
    public void Each_thread_stands_alone_where_that_is_asked_for_and_a_live_process_answers_too()
    {
        using var target = LeakTarget.Start("Deadlock");
        var run = CommandRun.Of("threads", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--each", "--short", "--quiet");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(12, run.Output.Split("\"teller\" (os ").Length - 1);
        Assert.Contains("     Bank.Wait at Program.cs:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_form_lists_every_thread()
    {
        var threads = JsonElement.Parse(CommandRun.Of("threads", Dump, "--format", "json").Output).GetProperty("threads").GetArrayLength();
        Assert.True(threads > 20);
        Assert.Equal(threads + 1, CommandRun.Of("threads", Dump, "--format", "csv").Output.Trim().Split('\n').Length);
    }

    [Fact]
    public void Names_of_threads_and_messages_are_values()
    {
        var run = CommandRun.Of("threads", Dump, "--no-values");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("teller", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_is_the_first_thing_that_triage_and_threads_say()
    {
        var crash = LeakTargetDumps.Crash("Crash", "main", "grow");
        try
        {
            Assert.All((string[])["triage", "threads"], command => Assert.Matches(
                @"^Died of InvalidOperationException: boom -1, thread 1, Shop\.Till\.Close at Program\.cs:\d+$", CommandRun.Of(command, crash).Output.Split('\n')[1]));
            Assert.Equal("System.FormatException", JsonElement.Parse(CommandRun.Of("triage", crash, "--format", "json").Output)
                .GetProperty("died").GetProperty("exception").GetProperty("inner")[0].GetProperty("type").GetString());
        }
        finally
        {
            File.Delete(crash);
        }
    }

    [Fact]
    public void Of_a_dump_without_heap_each_other_command_goes_on_to_its_threads_and_they_to_a_dump_with_one()
    {
        var mini = LeakTargetDumps.Bare("Deadlock").Mini;
        foreach (var words in (string[][])[[mini], ["common", mini], ["growth", mini, mini], ["show", mini, "--type", "Shop.Account"], ["async", mini], ["strings", mini], ["dominators", mini]])
        {
            var run = CommandRun.Of(words);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Equal($"'{mini}' is a mini dump: it has no heap in it.\n'heapgraph threads {mini}' tells where its threads stand; for the heap, collect it again with: dotnet-dump collect --type Heap -p PID", run.Error.TrimEnd());
        }

        Assert.Equal("dotnet-dump collect --type Heap -p PID", CommandRun.Of("threads", mini).Next);
        Assert.StartsWith($"{mini} can't be read, but for its threads", CommandRun.Of("doctor", mini).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_triage_dump_of_a_crash_says_what_it_died_of_and_how_the_next_one_has_a_heap()
    {
        var crash = LeakTargetDumps.Crash("Crash", "main", "grow", kind: DumpType.Triage);
        try
        {
            var threads = CommandRun.Of("threads", crash);
            Assert.Equal(0, threads.ExitCode);
            Assert.Matches(@"^Died of InvalidOperationException: boom -1, thread 1, Shop\.Till\.Close at Program\.cs:\d+$", threads.Output.Split('\n')[1]);
            Assert.Equal("export DOTNET_DbgEnableMiniDump=1 DOTNET_DbgMiniDumpType=2", threads.Next);
            Assert.Contains($"'heapgraph threads {crash}' tells what it died of and where its threads stand", CommandRun.Of(crash).Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(crash);
        }
    }
}

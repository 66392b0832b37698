using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Every command ends with the one to go on with, which runs.</summary>
[NotQuick]
public sealed partial class NextStepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("common DUMP", "heapgraph chain")]
    [InlineData("common DUMP --all", "heapgraph dominators")]
    [InlineData("common DUMP --format csv", "heapgraph chain")]
    [InlineData("growth BEFORE DUMP", "heapgraph growth .*--by path")]
    [InlineData("growth BEFORE DUMP --new-objects", "heapgraph growth .*--by path")]
    [InlineData("growth BEFORE DUMP --by path", "heapgraph what-if .*--cut Shop.Catalog.Items")]
    [InlineData("backrefs DUMP --type MyBigFatObject", "heapgraph chain .*--paths 3")]
    [InlineData("refs DUMP --type MyBigFatObject", "heapgraph show")]
    [InlineData("chain DUMP --type MyBigFatObject", "heapgraph what-if .*--cut Shop.Catalog.Items")]
    [InlineData("chain DUMP --type MyBigFatObject --anchors", "heapgraph what-if .*--cut Shop.Catalog.Items")]
    [InlineData("objects DUMP --type MyBigFatObject", "heapgraph show")]
    [InlineData("show DUMP --type MyBigFatObject --limit 1", "heapgraph chain .*--paths 3")]
    [InlineData("dominators DUMP", "heapgraph what-if .*--cut Shop.Catalog.Items")]
    [InlineData("dominators DUMP --by type", "heapgraph objects")]
    [InlineData("what-if DUMP --cut Catalog.Items", "heapgraph triage")]
    [InlineData("doctor DUMP", "heapgraph triage")]
    public void The_next_step_of_each_command_runs(string line, string expected)
    {
        var (before, dump) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of(Words(line.Replace("DUMP", dump, StringComparison.Ordinal).Replace("BEFORE", before, StringComparison.Ordinal)));
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(expected, run.Next!);
        RunsNext(run);
    }

    [Fact]
    public void Of_each_finding_of_triage_the_next_step_runs()
    {
        foreach (var target in (string[])["BigFatLeak", "EventLeak", "StaleViews", "ManyLeaks"])
        {
            var output = CommandRun.Of("triage", LeakTargetDumps.Heap(target), "--limit", "0").Output;
            var steps = GoOn().Matches(output).Select(step => step.Groups[1].Value).Distinct().ToArray();
            Assert.NotEmpty(steps);
            Assert.All(steps, Runs);
        }
    }

    [Fact]
    public void Of_a_heap_in_order_triage_goes_on_with_what_keeps_how_much()
    {
        var run = CommandRun.Of("triage", LeakTargetDumps.Heap("NoLeak"));
        Assert.StartsWith("heapgraph dominators", run.Next, StringComparison.Ordinal);
        RunsNext(run);
    }

    [Fact]
    public void Of_a_process_that_native_memory_fills_each_step_leads_to_who_may_own_it()
    {
        using var target = LeakTarget.Start("NativeLeak");
        var common = CommandRun.Of("common", "--pid", $"{target.Id}");
        Assert.Matches(@"\nThe GC heap is \d.* resident: what fills the process is outside it\.", common.Output);
        Assert.Equal($"heapgraph memory --pid {target.Id}", common.Next);
        var memory = CommandRun.Of("memory", "--pid", $"{target.Id}");
        Assert.Matches(@"\nIn short: Native memory: 15\d.* MB of .* and 150 Thumbnail \(in use\) may own it\.\n", memory.Output);
        RunsNext(memory);
        var triage = CommandRun.Of("triage", "--pid", $"{target.Id}");
        Assert.Matches(@"\nNative memory: 15\d.* MB of .* and 150 Thumbnail \(in use\) may own it\.\n", triage.Output);
        Assert.Contains("Static field Gallery.Recent keeps 150 Thumbnail objects with native memory behind them", triage.Output, StringComparison.Ordinal);
        Assert.Contains("Filled in: Gallery.Show; taken out nowhere\n", triage.Output, StringComparison.Ordinal);
        Runs(GoOn().Match(triage.Output).Groups[1].Value);
    }

    [Fact]
    public void The_next_step_after_a_live_process_is_about_that_process()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        RunsNext(CommandRun.Of("common", "--pid", $"{target.Id}"));
        var captured = CommandRun.Of("capture", "--pid", $"{target.Id}", "-o", _folder.At("snap.dmp"));
        Assert.Equal($"heapgraph triage {_folder.At("snap.dmp")}", captured.Next);
        RunsNext(captured);
        Assert.Contains("Shop.Catalog.Items", CommandRun.Of("triage", "--pid", $"{target.Id}").Output, StringComparison.Ordinal);
        Assert.StartsWith("heapgraph triage --pid ", CommandRun.Of("ps").Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "json")]
    [InlineData("--quiet")]
    public void A_program_and_who_wants_quiet_are_told_none(params string[] words) =>
        Assert.Null(CommandRun.Of(["common", LeakTargetDumps.Heap("BigFatLeak"), .. words]).Next);

    private void RunsNext(CommandRun run) => Runs(run.Next!);

    private void Runs(string line)
    {
        var words = Words(line);
        Assert.Equal("heapgraph", words[0]);
        if (Array.IndexOf(words, "-o") is > 0 and var output)
        {
            words[output + 1] = _folder.At(words[output + 1]);
        }

        var next = CommandRun.Of(words[1..]);
        Assert.True(next.ExitCode == 0, $"{line}: {next.ExitCode} {next.AllErrors}");
    }

    private static string[] Words(string line) => [.. Word().Matches(line).Select(word => word.Value.Trim('\''))];

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    [GeneratedRegex("Go on with: (.+)")]
    private static partial Regex GoOn();
}

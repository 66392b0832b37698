using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>A crash of the DAC, here played by a signal, ends in a result or in a sentence; signals reach the work.</summary>
[Collection("Live processes")]
[SupportedOSPlatform("linux")]
[NotQuick, AsInstalled]
public sealed class GuardedRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_first_crash_is_answered_by_another_run()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "3s", "--no-progress");
        var first = await WorkerOf(tool);
        await Crash(first);
        Assert.NotEqual(first, await WorkerOf(tool, first));
        var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tool.ExitCode == 0, error);
    }

    [Theory]
    [InlineData(DacPieces.FinalizerQueue, "Objects that wait for their finalizers were left out")]
    [InlineData(DacPieces.StackWalks, "scanned conservatively, since the runtime's own walk of them crashed")]
    public async Task A_crash_of_the_DAC_costs_just_the_piece_that_it_was_asked_for(DacPieces piece, string said)
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "3s", "--no-progress");
        var output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await CrashIn(piece, tool, await WorkerOf(tool));
        var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tool.ExitCode == 0, error);
        Assert.Contains(said, await output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DacPieces.None, "Reading crashed (signal 6) outside of the library", "Run it again")]
    [InlineData(DacCall.Opening, "(DAC) crashed (signal 6) while it opened this target", "Collect it again")]
    public async Task Crashes_without_end_end_in_two_sentences(DacPieces piece, string said, string help)
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var error = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        for (var worker = await WorkerOf(tool); worker != 0; worker = await WorkerOrEndOf(tool, worker))
        {
            await CrashIn(piece, tool, worker);
        }

        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, tool.ExitCode);
        Assert.Contains(said, await error, StringComparison.Ordinal);
        Assert.Contains(help, await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_memory_runs_out_the_worker_is_ended_before_the_process_that_it_looks_at()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var worker = await WorkerOf(tool);
        Assert.Contains("stood still", await tool.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(Eligibility(worker) > Eligibility(target.Id));
        tool.Kill();

        static int Eligibility(int process) => int.Parse(File.ReadAllText($"/proc/{process}/oom_score"), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_killed_tool_leaves_no_worker_behind()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var worker = await WorkerOf(tool);
        tool.Kill();
        Assert.True(await Until(() => !Directory.Exists($"/proc/{worker}")), "The worker runs on.");
        Assert.True(target.IsRunning);
    }

    [Fact]
    public async Task A_worker_that_hears_no_signal_is_ended_all_the_same()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var worker = await WorkerOf(tool);
        Signal.Send("STOP", worker);
        Signal.Send("TERM", tool.Id);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(130, tool.ExitCode);
        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.True(target.IsRunning);
    }

    [Theory]
    [InlineData("HUP", true)]
    [InlineData("HUP", false)]
    [InlineData("KILL", false)]
    public async Task A_terminal_that_closes_and_a_worker_that_is_killed_end_in_a_sentence(string signal, bool isToGuard)
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var worker = await WorkerOf(tool);
        Assert.Contains("stood still", await tool.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Signal.Send(signal, isToGuard ? tool.Id : worker);
        var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(signal == "HUP" ? (130, "Stopped.\n") : (3, "Reading was ended from outside (signal 9).\nRun it again; where memory is short, on a machine with more: heapgraph capture writes a dump to take there.\n"), (tool.ExitCode, error));
        Assert.True(target.IsRunning);
    }

    [Fact]
    public async Task A_process_that_ends_while_it_is_followed_leaves_what_was_seen_of_it()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "3s", "--times", "1000", "--no-progress");
        for (var snapshot = 1; snapshot <= 2; snapshot++)
        {
            Assert.Contains("stood still", await tool.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Signal.Send("KILL", target.Id);
        var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, tool.ExitCode);
        var said = Regex.Match(error, $@"Process {target.Id} has ended\.\nThe result is of the (\d+) snapshots before\.\n$");
        Assert.True(said.Success, error);
        Assert.Contains($"{said.Groups[1].Value}. process", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_at_once_wait_for_each_other_instead_of_having_the_process_dump_itself()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var tools = Array.ConvertAll(new int[4], _ => ToolProcess.Start("common", "--pid", $"{target.Id}", "--no-progress"));
        foreach (var tool in tools)
        {
            var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(tool.ExitCode == 0, error);
            Assert.StartsWith("The process stood still for", error, StringComparison.Ordinal);
            tool.Dispose();
        }
    }

    [Fact]
    public async Task A_dump_that_is_written_to_while_it_is_read_is_not_believed()
    {
        var dump = Path.GetTempFileName();
        try
        {
            File.Copy(LeakTargetDumps.Heap("BigFatLeak"), dump, overwrite: true);

            // More than a pipe takes: the tool waits to be read.
            using var tool = ToolProcess.Start("objects", dump, "--limit", "0", "--format", "csv");
            await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(dump, DateTime.UtcNow.AddHours(1));
            var output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(3, tool.ExitCode);
            Assert.Contains($"'{dump}' was written to while it was read", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    /// <summary>The process that does the work, once it does.</summary>
    private static async Task<int> WorkerOf(Process tool, int other = 0)
    {
        var worker = 0;
        Assert.True(await Until(() => int.TryParse(ChildrenOf(tool), out worker) && worker != other && HasStarted(worker)), "No worker was started.");
        return worker;
    }

    /// <summary>The next one; 0 when the tool has ended.</summary>
    private static async Task<int> WorkerOrEndOf(Process tool, int other)
    {
        var worker = 0;
        Assert.True(await Until(() => tool.HasExited || (int.TryParse(ChildrenOf(tool), out worker) && worker != other && HasStarted(worker))), "The tool hangs.");
        return tool.HasExited ? 0 : worker;
    }

    private static string ChildrenOf(Process tool) => File.ReadAllText($"/proc/{tool.Id}/task/{tool.Id}/children").Trim();

    // The command line is the tool's own from the moment of its start; the library that reads it is mapped soon after, or in it already.
    private static bool HasStarted(int process) => BuiltTool.IsNative
        ? Directory.GetDirectories($"/proc/{process}/task").Length > 1
        : File.ReadAllText($"/proc/{process}/maps").Contains("System.CommandLine", StringComparison.Ordinal);

    private static async Task<bool> Until(Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(20))
        {
            try
            {
                if (holds())
                {
                    return true;
                }
            }
            catch (IOException)
            {
                // The process is just starting or ending.
            }
        }

        return false;
    }

    /// <summary>Ends a worker by a signal, as if it were just asking the DAC for a piece.</summary>
    private static async Task CrashIn(DacPieces piece, Process tool, int worker)
    {
        Signal.Send("STOP", worker);
        var note = Directory.EnumerateFiles($"/proc/{tool.Id}/fd").Single(file => new FileInfo(file).LinkTarget?.Contains("heapgraph crash note", StringComparison.Ordinal) == true);
        using (var page = File.OpenHandle(note, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(page, BitConverter.GetBytes((ulong)piece), 0);
        }

        Signal.Send("ABRT", worker);
        Signal.Send("CONT", worker);
        await Crash(worker);
    }

    // Sent until it is gone: what comes while the runtime starts is lost.
    private static async Task Crash(int process) => Assert.True(await Until(() => !Signal.Send("ABRT", process)));
}

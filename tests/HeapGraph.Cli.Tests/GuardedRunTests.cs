using System.Diagnostics;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>A crash of the DAC, here played by a signal, ends in a result or in a sentence; signals reach the work.</summary>
[Collection("The current folder is one for all")]
public sealed class GuardedRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_first_crash_is_answered_by_scanning_the_stacks()
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

    [Fact]
    public async Task A_second_crash_ends_in_two_sentences()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start("growth", "--pid", $"{target.Id}", "--every", "60s", "--no-progress");
        var first = await WorkerOf(tool);
        await Crash(first);
        await Crash(await WorkerOf(tool, first));
        var error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, tool.ExitCode);
        Assert.Contains("(DAC) crashed on this target (signal 6)", error, StringComparison.Ordinal);
        Assert.Contains("Collect it again", error, StringComparison.Ordinal);
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
        Send("STOP", worker);
        Send("TERM", tool.Id);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(130, tool.ExitCode);
        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.True(target.IsRunning);
    }

    /// <summary>The process that does the work, once it does.</summary>
    private static async Task<int> WorkerOf(Process tool, int other = 0)
    {
        var worker = 0;
        Assert.True(await Until(() => int.TryParse(ChildrenOf(tool), out worker) && worker != other && HasStarted(worker)), "No worker was started.");
        return worker;
    }

    private static string ChildrenOf(Process tool) => File.ReadAllText($"/proc/{tool.Id}/task/{tool.Id}/children").Trim();

    // The command line is the tool's own from the moment of its start; the runtime's library is mapped soon after.
    private static bool HasStarted(int process) => File.ReadAllText($"/proc/{process}/maps").Contains("System.CommandLine", StringComparison.Ordinal);

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

    // Sent until it is gone: what comes while the runtime starts is lost.
    private static async Task Crash(int process) => Assert.True(await Until(() => !Send("ABRT", process)));

    /// <summary>Sends a signal; false when the process is gone.</summary>
    private static bool Send(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", $"-{signal} {process}") { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }
}

using System.Text.Json;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Callbacks behind what .NET puts between, values of AsyncLocals, abandoned waits and activities: each case of CallLeak has one finding, which names
/// the program's own type, says what the person can do, and goes on with a command about it.</summary>
[NotQuick, OnEachRuntime]
public sealed class CallInspectionTests
{
    [Theory]
    [InlineData("options", 3_000, "3,000 PageService stay subscribed to the changes of ContentSettings",
        "Dispose of what OnChange returned when PageService is closed or disposed of, or read CurrentValue where the value is needed.", "Shop.PageService")]
    [InlineData("tokens", 400, "400 Panel stay registered for a change token (ChangeToken.OnChange)",
        "Dispose of what ChangeToken.OnChange returned when Panel is done with.", "Shop.Panel")]
    [InlineData("bus", 2_000, "2,000 callbacks of Panel stay in static field Shop.Bus.Handlers", "Take each one out of static field Shop.Bus.Handlers", "Shop.Panel")]
    [InlineData("context", 400, "AsyncLocal Shop.Feed.Current holds 400 RequestState in the contexts that 200 timers of Feed and 200 waiting calls of Shop.Feed.Loop captured",
        "Begin what outlives the call without its context: new Timer, Register or the call within using (ExecutionContext.SuppressFlow()) { … }; or set Shop.Feed.Current.Value to null before.",
        "Shop.RequestState")]
    [InlineData("semaphore", 1_500, "1,500 calls of SemaphoreSlim.WaitAsync wait at static field Shop.Waits.Signal, and nobody awaits them any more",
        "Keep the one pending WaitAsync and await it again in the next round", "--address")]
    [InlineData("losers", 1_500, "1,500 calls of SemaphoreSlim.WaitAsync wait at static field Shop.Waits.Signal, and nobody awaits them any more",
        "Keep the one pending WaitAsync and await it again in the next round", "--address")]
    [InlineData("channel", 1_500, "1,500 calls of ChannelReader.WaitToReadAsync wait at static field Shop.Waits.Letters, and nobody awaits them any more",
        "Keep the one pending WaitToReadAsync and await it again in the next round", "--address")]
    [InlineData("activity", 4_000, "4,000 Activity \"receive\" (source \"Shop.Feed\") were started and never stopped",
        "Stop each one when its work is over (using var activity = source.StartActivity(\"receive\"))", "--address")]
    [InlineData("thread", 4_000, "4,000 Activity \"receive\" (source \"Shop.Feed\") were started and never stopped",
        "Stop each one when its work is over (using var activity = source.StartActivity(\"receive\"))", "--address")]
    [InlineData("events", 20_000, "20,000 events were added to Activity \"session\" (source \"Shop.Feed\")", "Start an Activity for each piece of work", "--address")]
    [InlineData("continuations", 600, "600 continuations of a lambda in Waits wait for the task at static field Shop.Waits.Stopped, which has not completed",
        "Pass ContinueWith a CancellationToken", "Shop.Waits")]
    [InlineData("promises", 600, "600 calls of Task.WhenAny wait for the task at static field Shop.Waits.Stopped, and nobody awaits them any more",
        "See that the task at static field Shop.Waits.Stopped completes", "--address")]
    public void One_cause_is_one_finding(string leak, long objects, string title, string remedy, string next)
    {
        var finding = Assert.Single(FindingsOf(leak));
        Assert.Equal(objects, finding.GetProperty("objects").GetInt64());
        Assert.StartsWith($"{title}: ", finding.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(remedy, finding.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Contains(next, finding.GetProperty("next").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void Observers_are_told_by_what_they_observe()
    {
        var findings = FindingsOf("listeners");
        Assert.Equal(
            ["300 Probe stay subscribed to the DiagnosticListener \"Shop.Orders\"", "200 Probe stay subscribed to DiagnosticListener.AllListeners"],
            findings.Select(finding => finding.GetProperty("title").GetString()!.Split(": ")[0]));
        Assert.All(findings, finding => Assert.StartsWith("Dispose of what Subscribe returned when Probe is done with", finding.GetProperty("remedy").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_said_who_holds_the_last_activity() => Assert.Contains(
        FindingsOf("activity")[0].GetProperty("evidence").EnumerateArray(),
        line => line.GetString() == "Each is the Parent of the next, up to 4,000 in each other; the last one is Activity.Current of the waiting call of Shop.Traces.Read.");

    [Fact]
    public void A_fingerprint_is_the_same_however_much_has_grown()
    {
        var (before, after) = (FindingsIn(LeakTargetDumps.HeapOf("CallLeak", "semaphore")), FindingsIn(LeakTargetDumps.HeapOf("CallLeak", "losers")));
        Assert.Equal(before[0].GetProperty("id").GetString(), after[0].GetProperty("id").GetString());
    }

    [Fact]
    public void The_same_types_in_honest_use_are_no_finding() => Assert.Empty(FindingsOf("honest"));

    private static JsonElement[] FindingsOf(string leak) => FindingsIn(LeakTargetDumps.HeapOf("CallLeak", leak));

    private static JsonElement[] FindingsIn(string dump)
    {
        var run = CommandRun.Of("triage", dump, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. JsonElement.Parse(run.Output).GetProperty("findings").EnumerateArray()];
    }
}

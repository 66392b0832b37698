using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Whom a callback works for behind .NET's own objects, what contexts hold, waits that nobody awaits, activities that nobody stops.</summary>
public sealed class FlowInspectionTests
{
    private const string Monitor = "Microsoft.Extensions.Options.OptionsMonitor<Shop.Settings>";
    private const string Tracker = $"{Monitor}.ChangeTrackerDisposable";
    private const string Change = "System.Action<Shop.Settings, string>";
    private const string Semaphore = "System.Threading.SemaphoreSlim";
    private const string Waiter = $"{Semaphore}.TaskNode";
    private const string Context = "System.Threading.ExecutionContext";
    private const string Map = "System.Threading.AsyncLocalValueMap.OneElementAsyncLocalValueMap";
    private const string Timer = "System.Threading.TimerQueueTimer";
    private const string Box = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Feed.<Read>d__2>";
    private const string Activity = "System.Diagnostics.Activity";

    [Fact]
    public void A_subscription_to_options_is_that_of_the_programs_own_service() =>
        SketchTriage.Holds(Options(150), 150, 150 * 24 * 4, Change);

    [Fact]
    public void A_callback_that_two_objects_share_stays_with_what_passes_it_on()
    {
        // Which of the two is meant is not to be seen.
        var finding = Assert.Single(SketchTriage.FindingsOf($"""
            {Options(150)}
            {Each(150, number => $"{Tracker}#{number} -> System.Action#{number} -- _target --> Shop.Other#{number}")}
            {Each(150, number => $"System.Action#{number}: delegate")}
            """));
        Assert.Contains("ChangeTrackerDisposable", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_that_nobody_awaits_are_found_from_a_hundred_on()
    {
        SketchTriage.Holds(Waits(100), 100, 100 * 24, Semaphore);
        Assert.Empty(SketchTriage.FindingsOf(Waits(99)));
    }

    [Fact]
    public void Waits_that_are_awaited_or_kept_for_later_are_none()
    {
        Assert.Empty(SketchTriage.FindingsOf($"""
            {Waits(99)}
            {Waiter}#99 -- Next --> {Waiter}#100
            {Waiter}#100 -- m_continuationObject --> Shop.Awaiter
            """));
        Assert.Empty(SketchTriage.FindingsOf($"""
            {Waits(150)}
            static Shop.App.Later -> System.Collections.Generic.List<object> -> object[] -> {Waiter}#1..150
            """));
    }

    [Fact]
    public void Values_that_captured_contexts_alone_hold_are_found()
    {
        SketchTriage.Holds(Captured(120), 120, 120 * (1024 + 24 + 24), Context);
    }

    [Fact]
    public void Values_that_the_program_holds_itself_are_not()
    {
        var findings = SketchTriage.FindingsOf($"""
            {Captured(120)}
            static Shop.App.Tenants -> Shop.Tenants
            {Each(120, number => $"Shop.Tenants -> Shop.State#{number}")}
            """);
        Assert.DoesNotContain(findings, finding => finding.Rule == "async-locals");
    }

    [Fact]
    public void Activities_in_each_other_are_found_from_seventeen_in_each_other_on()
    {
        SketchTriage.Holds(Activities(120), 120, 120 * 24, Activity);
        Assert.DoesNotContain(SketchTriage.FindingsOf(Flows(16)), finding => finding.Rule == "activities");
        Assert.Contains(SketchTriage.FindingsOf(Flows(17)), finding => finding.Rule == "activities");
        Assert.Empty(SketchTriage.FindingsOf($"""
            {Activities(120)}
            {Activity}#1..120: set _state, number 130
            """));

        // Forty flows, each with so many activities that are at work.
        static string Flows(int depth) => string.Join('\n', Enumerable.Range(0, 40).Select(flow => $"""
            static Shop.Feed.Flow{flow} -> {Context}#{flow} -> {Map}#{flow} -> {Activity}#{flow}000
            {Each(depth - 1, number => $"{Activity}#{flow}{number - 1:000} -- <Parent>k__BackingField --> {Activity}#{flow}{number:000}")}
            {Each(depth, number => $"{Activity}#{flow}{number - 1:000}: set _state, number 2")}
            """));
    }

    [Fact]
    public void A_hundred_observers_of_one_type_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Observers(100), 100, 100 * 48, "System.Diagnostics.DiagnosticListener");
        Assert.Empty(SketchTriage.FindingsOf(Observers(99)));
    }

    [Fact]
    public void Callbacks_in_a_collection_are_told_by_whom_they_call()
    {
        SketchTriage.Holds(Handlers(1_000), 1_000, 1_000 * 72, "System.Collections.Generic.List<Shop.Subscription>");
        Assert.Empty(SketchTriage.FindingsOf(Handlers(999)));

        // What holds two delegates may do anything.
        Assert.DoesNotContain(
            SketchTriage.FindingsOf($"{Handlers(1_000)}\n{Each(1_000, number => $"Shop.Subscription#{number} -> System.Action#{2000 + number} -- _target --> Shop.Other#{number}")}"),
            finding => finding.Rule == "callback-lists");
    }

    [Fact]
    public void Calls_of_NETs_own_are_not_told_beside_those_that_await_them()
    {
        const string Inner = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<bool>.AsyncStateMachineBox<System.Threading.SemaphoreSlim.<WaitUntilCountOrTimeoutAsync>d__33>";
        var finding = Assert.Single(SketchTriage.FindingsOf($"""
            static Shop.App.Signal -> {Semaphore} -- m_asyncHead --> {Waiter}#1
            {Each(149, number => $"{Waiter}#{number} -- Next --> {Waiter}#{number + 1}")}
            {Each(150, number => $"{Waiter}#{number} -- m_continuationObject --> {Inner}#{number} -- m_continuationObject --> {Box}#{number}")}
            {Each(150, number => $"{Box}#{number} -- <>u__1 --> {Inner}#{number} -- <>u__1 --> {Waiter}#{number}")}
            """));
        Assert.StartsWith("150 calls of async method Shop.Feed.Read wait", finding.Title, StringComparison.Ordinal);
    }

    private static string Observers(int count)
    {
        const string Node = "System.Diagnostics.DiagnosticListener.DiagnosticSubscription";
        return $"""
            static Shop.App.Listener -> System.Diagnostics.DiagnosticListener -- _subscriptions --> {Node}#1
            {Each(count - 1, number => $"{Node}#{number} -- Next --> {Node}#{number + 1}")}
            {Each(count, number => $"{Node}#{number} -- Observer --> Shop.Probe#{number}")}
            {Each(count, number => $"{Node}#{number} -- Owner --> System.Diagnostics.DiagnosticListener")}
            """;
    }

    private static string Handlers(int count) => $"""
        static Shop.App.Bus -> Shop.Bus -> System.Collections.Generic.List<Shop.Subscription> -> Shop.Subscription[] -> Shop.Subscription#1..{count}
        {Each(count, number => $"Shop.Subscription#{number} -> System.Action#{number} -- _target --> Shop.View#{number}")}
        """;

    private static string Options(int count) => $"""
        static Shop.App.Monitor -> {Monitor} -- _onChange --> {Change}#0 -- _invocationList --> object[]
        {Each(count, number => $"object[] -- [{number}] --> {Change}#{number} -- _target --> {Tracker}#{number} -- _listener --> {Change}#{1000 + number} -- _target --> Shop.Page#{number}")}
        {Each(count, number => $"{Tracker}#{number} -- _monitor --> {Monitor}")}
        {Change}#0..{count}: delegate
        {Change}#1001..{1000 + count}: delegate
        """;

    private static string Waits(int count) => $"""
        static Shop.App.Signal -> {Semaphore} -- m_asyncHead --> {Waiter}#1
        {Semaphore} -- m_asyncTail --> {Waiter}#{count}
        {Each(count - 1, number => $"{Waiter}#{number} -- Next --> {Waiter}#{number + 1} -- Prev --> {Waiter}#{number}")}
        {Waiter}#0 -- m_continuationObject --> Shop.Awaiter
        """;

    private static string Captured(int count) => $"""
        static System.Threading.TimerQueue.Instances -> System.Threading.TimerQueue -- _timers --> {Timer}#1
        {Each(count - 1, number => $"{Timer}#{number} -- _next --> {Timer}#{number + 1}")}
        {Each(count, number => $"{Timer}#{number} -> System.Threading.TimerCallback#{number} -- _target --> Shop.Poller")}
        {Each(count, number => $"{Timer}#{number} -- _executionContext --> {Context}#{number} -> {Map}#{number} -- value --> Shop.State#{number}")}
        Shop.State#1..{count}: 1024 bytes
        """;

    private static string Activities(int count) => $"""
        static Shop.Feed.Reader -> {Box} -> {Context} -> {Map} -- value --> {Activity}#1
        {Each(count - 1, number => $"{Activity}#{number} -- <Parent>k__BackingField --> {Activity}#{number + 1}")}
        {Activity}#1..{count}: set _state, number 2
        """;

    private static string Each(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(1, count).Select(line));
}

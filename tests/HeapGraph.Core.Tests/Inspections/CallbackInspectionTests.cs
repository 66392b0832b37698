using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Events, timers and token registrations that keep alive whom they call.</summary>
public sealed class CallbackInspectionTests
{
    [Fact]
    public void An_event_with_a_hundred_subscribers_is_found_and_one_with_99_is_not()
    {
        SketchTriage.Holds(Event(100), 100, 100 * 48, "System.EventHandler");
        Assert.Empty(SketchTriage.FindingsOf(Event(99)));
    }

    [Fact]
    public void Of_subscribers_it_is_said_how_many_were_disposed_of_and_how_many_nothing_else_keeps()
    {
        var finding = SketchTriage.Holds($"""
            {Event(200)}
            static Shop.Screen.Open -> System.Collections.Generic.List<Shop.View> -> Shop.View[] -> Shop.View#1..40
            Shop.View#41..200: set _disposed
            """, 200, 200 * 48, "System.EventHandler");
        Assert.Equal(new NextCommand.DisposedObjectsOf("Shop.View"), finding.Next);
        Assert.Equal("Shop.View", finding.Chain!.Steps[^1].Type.Name);
    }

    [Fact]
    public void So_it_is_with_the_delegates_of_NET_11()
    {
        SketchTriage.Holds(Since11(Event(100)), 100, 100 * 48, "System.EventHandler");
        Assert.Empty(SketchTriage.FindingsOf(Since11(Event(99))));

        static string Since11(string sketch) =>
            sketch.Replace("_invocationList", "_helperObject", StringComparison.Ordinal).Replace("object[]", "System.Delegate.Wrapper[]", StringComparison.Ordinal);
    }

    [Fact]
    public void Timers_that_run_are_found_and_stopped_ones_are_not()
    {
        SketchTriage.Holds(
            Timers(100, "System.Threading.TimerQueue -- _timers --> System.Threading.TimerQueueTimer#1"), 100, 100 * 72, "System.Threading.TimerQueueTimer");
        Assert.Empty(SketchTriage.FindingsOf(Timers(99, "System.Threading.TimerQueue -- _timers --> System.Threading.TimerQueueTimer#1")));

        // A timer that was stopped is in no queue.
        Assert.Empty(SketchTriage.FindingsOf("""
            static Shop.Pollers.All -> System.Threading.TimerQueueTimer[] -> System.Threading.TimerQueueTimer#1..200
            """));
    }

    [Fact]
    public void A_hundred_registrations_at_one_token_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Registrations(100), 100, 100 * 72, "System.Threading.CancellationTokenSource");
        Assert.Empty(SketchTriage.FindingsOf(Registrations(99)));
    }

    private static string Event(int count) => $"""
        static Shop.Prices.Changed -> System.EventHandler#0 -- _invocationList --> object[]
        {Each(count, number => $"object[] -- [{number}] --> System.EventHandler#{number} -- _target --> Shop.View#{number}")}
        """;

    private static string Timers(int count, string queue) => $"""
        static System.Threading.TimerQueue.Instances -> System.Threading.TimerQueue
        {queue}
        {Each(count - 1, number => $"System.Threading.TimerQueueTimer#{number} -- _next --> System.Threading.TimerQueueTimer#{number + 1}")}
        {Each(count, number => $"System.Threading.TimerQueueTimer#{number} -> System.Threading.TimerCallback#{number} -- _target --> Shop.Poller#{number}")}
        """;

    private static string Registrations(int count) => $"""
        static Shop.App.Stopping -> System.Threading.CancellationTokenSource -> System.Threading.CancellationTokenSource.Registrations
        System.Threading.CancellationTokenSource.Registrations -> System.Threading.CancellationTokenSource.CallbackNode#1
        {Each(count - 1, number => $"System.Threading.CancellationTokenSource.CallbackNode#{number} -- Next --> System.Threading.CancellationTokenSource.CallbackNode#{number + 1}")}
        {Each(count, number => $"System.Threading.CancellationTokenSource.CallbackNode#{number} -- Callback --> System.Action#{number} -- _target --> Shop.Request#{number}")}
        """;

    private static string Each(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(1, count).Select(line));
}

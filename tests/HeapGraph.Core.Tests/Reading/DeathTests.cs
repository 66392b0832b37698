using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>What a process died of, by its dump; and that one which lives did not.</summary>
[NotQuick, OnEachRuntime]
public sealed class DeathTests
{
    [Theory]
    [InlineData("main", "Died of InvalidOperationException: boom -1, thread 1, Shop.Till.Close at Program.cs:")]
    [InlineData("worker", "Died of InvalidOperationException: boom -1, thread ")]
    [InlineData("await", "Died of InvalidOperationException: boom -1, thread 1, Shop.Till.Close at Program.cs:")]
    [InlineData("null", "Died of NullReferenceException: Object reference not set to an instance of an object, thread 1, Shop.Till.Weigh at Program.cs:")]
    [InlineData("again", "Died of InvalidOperationException: boom -1, thread 1, Shop.Till.")]
    [InlineData("typeinit", "Died of TypeInitializationException: ")]
    [InlineData("overflow", "Died of StackOverflowException")]
    [InlineData("failfast", "Died of Environment.FailFast, thread 1, ")]
    [InlineData("abort", "Died of SIGABRT, thread 1, Shop.Till.Abort")]
    public void A_crash_dump_says_what_the_process_died_of(string how, string line) => InCrash(how, heap =>
    {
        var report = heap.Threads().Report;
        Assert.StartsWith(line, DeathWording.Of(report.Death!), StringComparison.Ordinal);
        Assert.Equal(report.Death!.ThreadId, report.Groups[0][0].Id);
        Assert.Equal(report.Death, heap.Triage().Report.Coverage.Death! with { Unhandled = report.Death.Unhandled });
    });

    [Fact]
    public void The_exception_has_what_is_inside_it_and_where_it_was_thrown() => InCrash("worker", heap =>
    {
        var report = heap.Threads().Report;
        var thread = Assert.Single(report.Threads, thread => thread.Exception is not null);
        Assert.Equal("cashier", thread.Name);
        Assert.Equal("System.InvalidOperationException: boom -1", DeathWording.Of(thread.Exception!, shorten: false));
        Assert.Equal("Shop.Till.Close", thread.Exception!.Frames[0].Method);
        var inner = Assert.Single(thread.Exception.Inner);
        Assert.Equal(("System.FormatException", "no such coin"), (inner.Type, inner.Message));
        Assert.Equal(("System.IO.IOException", "drawer stuck"), (Assert.Single(inner.Inner).Type, inner.Inner[0].Message));
        Assert.Equal(thread.Exception.Frames[0].Method, thread.Frames.First(frame => !frame.Method.StartsWith("System.", StringComparison.Ordinal)).Method);
    });

    [Fact]
    public void A_stack_that_ran_over_has_its_innermost_and_its_outermost_frames() => InCrash("overflow", heap =>
    {
        var report = heap.Threads().Report;
        var thread = Assert.Single(report.Threads, thread => thread.Id == report.Death!.ThreadId);
        Assert.Equal("Shop.Till.Recurse", thread.Frames[^1].Method);
        Assert.Contains("Shop.Till.OnThread", thread.OuterFrames.Select(frame => frame.Method.Replace("lambda in ", "", StringComparison.Ordinal)));
        Assert.InRange(thread.FramesLeftOut, 1_000, 100_000);
    });

    [Fact]
    public void A_process_that_handles_an_exception_has_it_and_has_not_died()
    {
        using var process = LeakTarget.Start("Crash", "handling");
        process.Send("grow", "grown");
        using var heap = Heap.OfProcess(process.Id);
        var report = heap.Threads().Report;
        Assert.Equal("cashier", Assert.Single(report.Threads, thread => thread.Exception is { Message: "boom -1" }).Name);
        Assert.Null(report.Death);
    }

    [Fact]
    public void Nor_has_one_that_wrote_a_dump_when_it_was_asked()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("Deadlock"));
        Assert.Null(heap.Threads().Report.Death);
    }

    private static void InCrash(string how, Action<Heap> look)
    {
        var path = LeakTargetDumps.Crash("Crash", how, "grow");
        try
        {
            using var heap = Heap.Open(path);
            look(heap);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

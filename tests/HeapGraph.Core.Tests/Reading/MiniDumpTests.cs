using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>The threads of dumps that were made without their heap, beside those of a dump of the same process that has it.</summary>
[NotQuick, OnEachRuntime]
public sealed class MiniDumpTests
{
    public static TheoryData<DumpType> Kinds => [DumpType.Normal, DumpType.Triage];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_thread_stands_where_it_does_in_the_dump_with_the_heap(DumpType kind) => Beside(kind, (bare, whole) =>
    {
        Assert.Equal(whole.Threads.Select(Place), bare.Threads.Select(Place));

        static (int, uint, HeapThreadTraits, string, HeapWaitKind?) Place(HeapThread thread) =>
            (thread.Id, thread.OsId, thread.Traits, string.Join('\n', thread.Frames), thread.WaitsFor?.Kind);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_else_is_told_is_true_and_what_is_not_is_counted(DumpType kind) => Beside(kind, (bare, whole) =>
    {
        foreach (var (thread, known) in bare.Threads.Zip(whole.Threads))
        {
            Assert.Contains(thread.Name, new[] { null, known.Name });
            Assert.Contains(thread.WaitsFor?.Type?.Name, new[] { null, known.WaitsFor?.Type?.Name });
            Assert.Contains(thread.WaitsFor?.Owner, new[] { null, known.WaitsFor?.Owner });
            Assert.Subset(known.Holds.Select(held => held.Address).ToHashSet(), thread.Holds.Select(held => held.Address).ToHashSet());
        }

        Assert.Equal((false, 0), (bare.Coverage.HoldsHeap, bare.Coverage.BytesTotal));
        Assert.Contains(bare.Coverage.Warnings, warning => warning.StartsWith("The dump holds no heap: ", StringComparison.Ordinal));
        var waits = bare.Threads.Count(thread => thread.WaitsFor is { Type: null, Kind: not (HeapWaitKind.Time or HeapWaitKind.Work or HeapWaitKind.Input) });
        Assert.Contains(bare.Coverage.Warnings, warning => warning.Contains($"the objects that {waits} threads wait for", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(DumpType.Normal, "main", "Died of InvalidOperationException: boom -1, thread 1, Shop.Till.Close at Program.cs:")]
    [InlineData(DumpType.Triage, "main", "Died of InvalidOperationException: boom -1, thread 1, Shop.Till.Close at Program.cs:")]
    [InlineData(DumpType.Triage, "overflow", "Died of StackOverflowException")]
    [InlineData(DumpType.Normal, "failfast", "Died of Environment.FailFast, thread 1, ")]
    public void A_crash_dump_without_heap_says_what_the_process_died_of(DumpType kind, string how, string line) => InCrash(kind, how, heap =>
    {
        var report = heap.Threads().Report;
        Assert.StartsWith(line, DeathWording.Of(report.Death!), StringComparison.Ordinal);
        Assert.Equal(report.Death!.ThreadId, report.Groups[0][0].Id);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_exception_has_what_is_inside_it_and_says_what_of_that_is_missing(DumpType kind) => InCrash(kind, "worker", heap =>
    {
        var exception = Assert.Single(heap.Threads().Report.Threads, thread => thread.Exception is not null).Exception!;
        Assert.Equal(("System.InvalidOperationException", "Shop.Till.Close"), (exception.Type, exception.Frames[0].Method));
        Assert.Equal("System.FormatException", Assert.Single(exception.Inner).Type);
        Assert.Equal("System.IO.IOException", Assert.Single(exception.Inner[0].Inner).Type);
        Assert.All([(exception, "boom -1"), (exception.Inner[0], "no such coin"), (exception.Inner[0].Inner[0], "drawer stuck")], each =>
            Assert.True(each.Item1.Message == each.Item2 || (each.Item1.Message is null && each.Item1.Unread!.StartsWith("message", StringComparison.Ordinal))));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_stack_keeps_alive_is_not_known_and_all_other_questions_lead_to_the_threads(DumpType kind)
    {
        using var heap = Heap.Open(Bare(kind));
        var report = heap.Threads(retained: true).Report;
        Assert.All(report.Threads, thread => Assert.Null(thread.Retained));
        Assert.Contains("What each stack alone keeps alive is not known either.", report.Coverage.Warnings);
        Assert.All((Action[])[() => heap.MostCommonTypes(), () => heap.Triage(), () => heap.AsyncCalls()], ask =>
            Assert.Equal(new Remedy.ThreadsAlone(Bare(kind), IsOfCrash: false), Assert.Throws<HeapReadException>(ask).Remedy));
    }

    private static string Bare(DumpType kind) => LeakTargetDumps.Bare("Deadlock") is var dumps && kind == DumpType.Triage ? dumps.Triage : dumps.Mini;

    private static void Beside(DumpType kind, Action<ThreadReport, ThreadReport> look)
    {
        using var bare = Heap.Open(Bare(kind));
        using var whole = Heap.Open(LeakTargetDumps.Bare("Deadlock").Heap);
        look(bare.Threads().Report, whole.Threads().Report);
    }

    private static void InCrash(DumpType kind, string how, Action<Heap> look)
    {
        var path = LeakTargetDumps.Crash("Crash", how, "grow", kind: kind);
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

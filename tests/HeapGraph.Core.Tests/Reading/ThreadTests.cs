using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>The threads of a target in which each kind of wait and of lock occurs, from a dump and from the live process.</summary>
[NotQuick, OnEachRuntime]
public sealed class ThreadTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("Deadlock");

    // What is built for .NET 8 runs on 9 too.
    private static string LockType => TargetRuntimes.Chosen < TargetRuntime.Net10 ? "object" : "System.Threading.Lock";

    // In a heap dump of createdump's the DAC of .NET 11 does not tell who holds a Monitor: the Lock that it is made of stands for it.
    private static string AccountType(bool isLive) => TargetRuntimes.Chosen < TargetRuntime.Net11 || isLive ? "Shop.Account" : "System.Threading.Lock";

    public static TheoryData<bool> Sources => [false, true];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Both_deadlocks_are_found_and_nothing_else_is_one(bool isLive) => Reading(isLive, report =>
        Assert.Equal(["left right", "first second"], report.Deadlocks.Select(ring => string.Join(' ', ring.Select(thread => thread.Name)))));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Each_thread_says_what_it_waits_for_and_who_holds_it(bool isLive) => Reading(isLive, report =>
    {
        var account = AccountType(isLive);
        Assert.Equal(("Lock", account, "right"), WaitOf("left"));
        Assert.Equal(("Lock", account, "left"), WaitOf("right"));
        Assert.Equal(("Lock", account, "left"), WaitOf("third"));
        Assert.Equal(("Lock", LockType, "second"), WaitOf("first"));
        Assert.Equal(("Lock", LockType, "first"), WaitOf("second"));

        // Since .NET 11 the methods that join and wait for a pulse do not hold what they wait for.
        var isHeld = TargetRuntimes.Chosen < TargetRuntime.Net11;
        Assert.Equal(isHeld ? ("Thread", "System.Threading.Thread", "third") : ("Thread", null, null), WaitOf("joins"));
        Assert.Equal(("Pulse", isHeld ? "Shop.Account" : null, null), WaitOf("pulse"));
        Assert.Equal(("Task", "System.Threading.Tasks.Task<int>", null), WaitOf("task"));
        Assert.Equal(("Semaphore", "System.Threading.SemaphoreSlim", null), WaitOf("semaphore"));
        Assert.Equal(("Event", "System.Threading.AutoResetEvent", null), WaitOf("event"));
        Assert.Equal(("Item", "System.Collections.Concurrent.BlockingCollection<Shop.Account>", null), WaitOf("items"));
        Assert.Equal(("Time", null, null), WaitOf("sleeps"));
        Assert.All(report.Threads.Where(thread => thread.Name == "teller"), teller => Assert.Equal("System.Threading.ManualResetEvent", teller.WaitsFor?.Type?.Name));

        (string?, string?, string?) WaitOf(string name)
        {
            var wait = Assert.Single(report.Threads, thread => thread.Name == name).WaitsFor;
            return (wait?.Kind.ToString(), wait?.Type?.Name, report.Threads.FirstOrDefault(thread => thread.Id == wait?.Owner)?.Name);
        }
    });

    [Theory]
    [MemberData(nameof(Sources))]
    public void Locks_are_held_by_whom_they_are_and_waited_for_by_whom_they_are(bool isLive) => Reading(isLive, report =>
    {
        Assert.Equal(["right", "third"], WaitersOf("left"));
        Assert.Equal(["left"], WaitersOf("right"));
        Assert.Equal(["second"], WaitersOf("first"));
        Assert.Empty(Assert.Single(report.Threads, thread => thread.Name == "pulse").Holds);   // waiting for a pulse lets go

        IEnumerable<string?> WaitersOf(string name) => Assert.Single(Assert.Single(report.Threads, thread => thread.Name == name).Holds).Waiters
            .Select(id => report.Threads.Single(thread => thread.Id == id).Name).Order(StringComparer.Ordinal);
    });

    [Fact]
    public void Equal_stacks_are_one_group_whose_methods_have_their_source_lines()
    {
        using var heap = Heap.Open(Dump);
        var report = heap.Threads().Report;
        var tellers = Assert.Single(report.Groups, group => group.Count == 12);
        Assert.All(tellers, teller => Assert.Equal(("teller", HeapThreadTraits.Background), (teller.Name, teller.Traits)));
        var own = tellers[0].Frames.First(frame => frame.Method.StartsWith("Shop.", StringComparison.Ordinal));
        Assert.Equal("Shop.Bank.Wait", own.Method);
        Assert.Matches(@"^Program\.cs:\d+$", own.SourceLine);
        Assert.Contains(report.Threads, thread => thread.Traits.HasFlag(HeapThreadTraits.Finalizer));
    }

    [Fact]
    public void A_stack_alone_keeps_what_no_other_root_does()
    {
        using var heap = Heap.Open(Dump);
        var threads = heap.Threads(retained: true).Report.Threads;
        Assert.InRange(Assert.Single(threads, thread => thread.Name == "left").Retained!.Value.Bytes, 100 * 1_000, 130 * 1_000);
        Assert.All(threads.Where(thread => thread.Name is "right" or "third"), sharing => Assert.InRange(sharing.Retained!.Value.Bytes, 0, 900));
    }

    [Fact]
    public void What_a_stack_keeps_is_told_without_values_too_and_its_thread_s_name_nowhere()
    {
        using var whole = Heap.Open(Dump);
        using var bare = Heap.Open(Dump, new HeapOptions { HidesValues = true });
        Assert.Equal(whole.Threads(retained: true).Report.Threads.Select(thread => (thread.Id, thread.Retained)), bare.Threads(retained: true).Report.Threads.Select(thread => (thread.Id, thread.Retained)));
        Assert.DoesNotContain("teller", bare.Threads().ToJson() + bare.Chain(bare.ObjectsOf("Shop.Account")).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_are_those_that_ClrMD_walks_and_locks_those_that_it_knows()
    {
        using var heap = Heap.Open(Dump);
        using var opened = OpenedDump.Open(Dump, null);
        var threads = heap.Threads().Report.Threads;
        Assert.Equal(opened.Runtime.Threads.Where(thread => thread.IsAlive).Select(thread => (thread.ManagedThreadId, thread.OSThreadId)).Order(), threads.Select(thread => (thread.Id, thread.OsId)));
        foreach (var thread in threads)
        {
            var oracle = opened.Runtime.Threads.Single(known => known.ManagedThreadId == thread.Id);
            var at = 0;
            foreach (var method in oracle.EnumerateStackTrace().Where(frame => frame is { Kind: ClrStackFrameKind.ManagedMethod, Method: not null }).Select(frame => frame.Method!))
            {
                var name = GeneratedName.FrameInSource(method.Type.Name, method.Name!);
                at = thread.Frames.Select(frame => frame.Method).ToList().IndexOf(name, at) + 1;
                Assert.True(at > 0, $"{thread} lacks {name}");
            }
        }

        // A sync block is there once somebody waits.
        Assert.Subset(
            threads.SelectMany(thread => thread.Holds).Select(held => (held.Address, held.Owner)).ToHashSet(),
            opened.Runtime.Heap.EnumerateSyncBlocks().Where(block => block.IsMonitorHeld)
                .Select(block => (block.Object, opened.Runtime.Threads.Single(thread => thread.Address == block.HoldingThreadAddress).ManagedThreadId)).ToHashSet());
    }

    private static void Reading(bool isLive, Action<ThreadReport> look)
    {
        using var process = isLive ? LeakTarget.Start("Deadlock") : null;
        using var heap = process is null ? Heap.Open(Dump) : Heap.OfProcess(process.Id);
        look(heap.Threads().Report);
    }
}

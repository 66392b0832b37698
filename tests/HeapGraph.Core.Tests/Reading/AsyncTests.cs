using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Async calls that have not finished, as chains by logical caller.</summary>
[NotQuick, OnEachRuntime]
public sealed class AsyncTests
{
    [Fact]
    public void Chains_are_counted_by_their_methods_and_by_what_the_innermost_awaits()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("AsyncChains"));
        var report = heap.AsyncCalls(limit: 0).Report;
        Assert.Equal(
            [
                "60 × Shop.Db.Query < System.Threading.Tasks.Task.WhenAll < Shop.Orders.LoadAll: Task.Delay, nobody awaits it",
                "50 × Shop.Db.Query < Shop.Orders.Load: Task.Delay, nobody awaits it",
                "30 × Shop.Gate.Enter: SemaphoreSlim.WaitAsync, nobody awaits it",
                "10 × Shop.Feed.Items < Shop.Feed.Read: Task<int> of a TaskCompletionSource, nobody awaits it",
                "5 × Shop.Db.Connect < Shop.Orders.Open: Task<int> of a TaskCompletionSource, nobody awaits it",
                "1 × Shop.Db.Query < Shop.Orders.Load: Task.Delay, a thread blocks on it",
            ],
            report.Chains.Select(chain => $"{chain.Count} × {string.Join(" < ", chain.Frames.Select(frame => frame.Method))}: {chain.Awaits}, {chain.Outer}"));
        Assert.All(report.Chains, chain => Assert.Matches(@"^Program\.cs:\d+$", chain.Frames[0].SourceLine));
        Assert.Equal((156, 6), (report.ChainCount, report.KindCount));
    }

    [Fact]
    public void Each_await_has_the_line_on_which_it_stands()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("AsyncChains"));
        var source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "LeakTargets", "AsyncChains", "Program.cs"));
        Assert.All(heap.AsyncCalls(limit: 0).Report.Chains.SelectMany(chain => chain.Frames).Where(frame => frame.SourceLine is not null), frame =>
            Assert.Contains("await ", source[int.Parse(frame.SourceLine!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void A_live_process_says_the_same_as_its_dump()
    {
        using var process = LeakTarget.Start("AsyncLeak");
        using var heap = Heap.OfProcess(process.Id);
        var chain = Assert.Single(heap.AsyncCalls().Report.Chains);
        Assert.Equal(("Downloads.Fetch", 600L, "Task<int> of a TaskCompletionSource"), (Assert.Single(chain.Frames).Method, chain.Count, chain.Awaits));
    }
}

/// <summary>The same where the runtime itself suspends them.</summary>
[NotQuick]
public sealed class RuntimeAsyncTests
{
    [Fact]
    public void The_methods_of_one_task_are_a_chain_that_leads_to_what_the_innermost_awaits()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("RuntimeAsync"));
        var chain = Assert.Single(heap.AsyncCalls().Report.Chains);
        Assert.Equal(["Downloads.Fetch", "Orders.Load"], chain.Frames.Select(frame => frame.Method));
        Assert.Equal((600L, "Task<int> of a TaskCompletionSource"), (chain.Count, chain.Awaits));
    }
}

using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Threads;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Threads;

public sealed class StackRetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_stack_retains_what_no_other_root_reaches_though_two_of_its_locals_do()
    {
        var retained = StackRetention.ByThread(GraphSketch.Parse("""
            stack A.Run (thread 7 "worker") -> Page#1 -> Line
            stack A.Call (thread 7 "worker") -> Page#2 -> Line
            Page#2 -> Shared
            static A.All -> List -> Shared
            """), Cancellation);
        Assert.Equal(new HeapRetained(3, 72), Assert.Single(retained).Value);
        Assert.Equal(7, retained.Keys.Single());
    }

    [Fact]
    public void What_clearing_the_locals_of_one_thread_frees_is_what_it_retains_on_random_graphs()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 40);
            var graph = GraphSketch.Parse(string.Join('\n', [
                .. Enumerable.Range(0, count).Select(index => $"T{index}: {24 + 8 * random.Next(4)} bytes"),
                .. Enumerable.Range(0, random.Next(2 * count)).Select(_ => $"T{random.Next(count)} -> T{random.Next(count)}"),
                .. Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{(random.Next(4) == 0 ? "static A.All" : $"stack A.Run (thread {random.Next(3)})")} -> T{random.Next(count)}")]));
            var all = ReachableObjects.From(graph, Cancellation);
            var retained = StackRetention.ByThread(graph, Cancellation);
            foreach (var thread in graph.Roots.Where(root => root.Thread is not null).GroupBy(root => root.Parts!.StackOf!.Value))
            {
                var left = ReachableObjects.From(graph.Without(new ReferenceCut([], thread.ToHashSet())), Cancellation);
                var freed = Enumerable.Range(0, count).Where(index => all.Contains(index) && !left.Contains(index)).ToArray();
                Assert.True(new HeapRetained(freed.Length, freed.Sum(graph.BytesOf)) == retained[thread.Key], $"seed {seed}, {thread.Key}");
            }
        }
    }
}

using HeapGraph.Core.Analysis.Async;
using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Async;

public sealed class CallChainsTests
{
    [Fact]
    public void Calls_of_the_same_methods_are_one_chain_and_a_call_that_two_await_is_in_both() => Assert.Equal(
        ["2 × C < B < A: Delay", "1 × C < D: Delay"],
        ChainsOf(Call(0, "A", 1), Call(1, "B", 2), Call(2, "C"), Call(3, "A", 4), Call(4, "B", 2), Call(5, "D", 2)));

    [Fact]
    public void What_awaits_several_is_a_chain_with_each() => Assert.Equal(
        ["1 × B < All < A: Delay", "1 × C < All < A: Delay"], ChainsOf(Call(0, "A", 1), Call(1, "All", 2, 3), Call(2, "B"), Call(3, "C")));

    [Fact]
    public void Calls_that_await_each_other_in_a_ring_end_the_search() => Assert.Equal(
        ["1 × B < C < B < A: itself, in a ring"], ChainsOf(Call(0, "A", 1), Call(1, "B", 2), Call(2, "C", 1)));

    [Fact]
    public void A_ring_that_nobody_awaits_is_found() => Assert.Equal(["1 × A < B < A: itself, in a ring"], ChainsOf(Call(0, "A", 1), Call(1, "B", 0)));

    [Fact]
    public void Calls_that_share_what_they_await_end_the_search_and_are_said_to_be_cut_short()
    {
        // Each pair awaits both of the next: 2^40 ways.
        AsyncCall[] calls = [.. Enumerable.Range(0, 80).Select(number => Call(number, $"M{number}", number >= 78 ? [] : [(number | 1) + 1, (number | 1) + 2]))];
        var (chains, notFollowed) = CallChains.Of(calls, GraphSketch.Of(calls.Length, [], []), TestContext.Current.CancellationToken);
        Assert.NotEmpty(chains);
        Assert.Contains("Not all chains", notFollowed, StringComparison.Ordinal);
    }

    private static AsyncCall Call(int number, string method, params int[] awaits) => new(number, [new HeapFrame(method, null)], awaits, "Delay", "nobody");

    private static IEnumerable<string> ChainsOf(params AsyncCall[] calls) =>
        CallChains.Of(calls, GraphSketch.Of(calls.Length, [], []), TestContext.Current.CancellationToken).Chains
            .Select(chain => $"{chain.Count} × {string.Join(" < ", chain.Frames.Select(frame => frame.Method))}: {chain.Awaits}");
}

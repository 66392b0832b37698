using HeapGraph.Core.Analysis.Async;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Async;

namespace HeapGraph;

/// <summary>The calls of async methods that have not finished, as chains by logical caller: what a stack would show if they were on one.</summary>
/// <param name="Chains">Chains with the same methods at the same awaits together, the most first; as many as asked for.</param>
/// <param name="KindCount">How many kinds of chains there are.</param>
/// <param name="ChainCount">How many chains.</param>
/// <param name="CallCount">How many calls.</param>
/// <param name="Scope">Which objects count.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed record AsyncReport(IReadOnlyList<AsyncChains> Chains, int KindCount, long ChainCount, long CallCount, ObjectScope Scope, HeapCoverage Coverage)
{
    /// <summary>Puts calls together. O(calls), times the callers that share one, up to a million steps more than four for each call.</summary>
    internal static AsyncReport Of(ReadAsyncCalls read, ObjectGraph graph, ObjectScope scope, int limit, CancellationToken cancellation)
    {
        var (chains, notFollowed) = CallChains.Of(read.Calls, graph, cancellation);
        var warnings = read.Warnings.Union(notFollowed is null ? [] : [notFollowed]);
        return new AsyncReport([.. limit == 0 ? chains : chains.Take(limit)], chains.Count, chains.Sum(chain => chain.Count), read.Calls.Sum(call => (long)call.Frames.Count), scope,
            graph.Coverage with { Warnings = [.. graph.Coverage.Warnings.Union(warnings)] });
    }
}

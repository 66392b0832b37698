using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial record TypeTable
{
    /// <summary>The same rows with what the objects of each type keep alive. Costs a dominator tree and one walk through it.</summary>
    /// <param name="graph">The heap that was counted, with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal TypeTable Retaining(ObjectGraph graph, CancellationToken cancellation = default)
    {
        var tree = DominatorTree.Of(graph, cancellation);
        int[] types = [.. Enumerable.Range(0, graph.Types.Count)];
        var sums = RetainedBytes.ByGroup(graph, tree, types, types.Length, includes: Filter.ObjectsIn(graph), cancellation: cancellation);
        var retainedByType = types.ToDictionary(type => graph.Types[type], type => sums[type].Retained);
        return this with { HasRetainedBytes = true, Rows = [.. Rows.Select(row => row with { RetainedBytes = retainedByType[row.Type] })] };
    }
}

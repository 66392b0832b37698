using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>Tables of types that say what the objects of each type keep alive.</summary>
internal static class RetainedTypes
{
    extension(TypeTable table)
    {
        /// <summary>The same rows with what the objects of each type keep alive. Costs a dominator tree and one walk through it.</summary>
        /// <param name="graph">The heap that was counted, with <see cref="GraphParts.Reachability"/>.</param>
        /// <param name="cancellation">Ends the search.</param>
        public TypeTable Retaining(ObjectGraph graph, CancellationToken cancellation = default)
        {
            var tree = DominatorTree.Of(graph, cancellation);
            int[] types = [.. Enumerable.Range(0, graph.Types.Count)];
            var sums = RetainedBytes.ByGroup(graph, tree, types, types.Length, includes: table.Filter.ObjectsIn(graph), cancellation: cancellation);
            var retainedByType = types.ToDictionary(type => graph.Types[type], type => sums[type].Retained);
            return table with { HasRetainedBytes = true, Rows = [.. table.Rows.Select(row => row with { RetainedBytes = retainedByType[row.Type] })] };
        }
    }
}

using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis;

/// <summary>Which objects the GC roots keep alive, directly or through others.</summary>
internal static class ReachableObjects
{
    /// <summary>The objects that count; null when all do.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>, unless all count.</param>
    /// <param name="scope">Which objects count.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet? Within(ObjectGraph graph, ObjectScope scope, CancellationToken cancellation = default) => scope switch
    {
        ObjectScope.All => null,
        ObjectScope.Unreachable => From(graph, cancellation).Inverted(),
        _ => From(graph, cancellation),
    };

    /// <summary>Follows every reference from every root, each object once, on all cores. O(objects + references) time; a
    /// byte per object and the objects still to be looked at.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet From(ObjectGraph graph, CancellationToken cancellation = default) => Search(graph, null, cancellation);

    /// <summary>Which objects the GC roots would still keep alive if some were gone.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="avoided">The objects that no reference is followed to.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet Avoiding(ObjectGraph graph, ObjectSet avoided, CancellationToken cancellation = default) =>
        Search(graph, avoided, cancellation);

    private static ObjectSet Search(ObjectGraph graph, ObjectSet? avoided, CancellationToken cancellation)
    {
        var reached = new bool[graph.ObjectCount];
        reached.AsSpan().Clear();   // pages that are read first are made twice

        var starts = graph.Roots.Select(root => root.ObjectIndex).Distinct().Where(root => avoided?.Contains(root) != true).ToArray();
        foreach (var start in starts)
        {
            reached[start] = true;
        }

        new SharedTraversal(graph.References, reached, avoided).Run(starts, cancellation);
        return ObjectSet.Of(reached);
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

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

    /// <summary>Which objects the GC roots would still keep alive without some references.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="left">Those that are left.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet Along(ObjectGraph graph, ReferencesLeft left, CancellationToken cancellation = default) =>
        Search(graph, null, cancellation, left);

    /// <summary>Some objects and all that lead to them, alive or not.</summary>
    /// <param name="referrers">Who refers to whom.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet LeadingTo(EdgeTable referrers, IEnumerable<int> objects, CancellationToken cancellation = default) =>
        Reached(referrers, [.. objects.Distinct()], null, null, cancellation);

    private static ObjectSet Search(ObjectGraph graph, ObjectSet? avoided, CancellationToken cancellation, ReferencesLeft? left = null)
    {
        int[] starts = [.. graph.Roots.Where(root => left?.Keeps(root) != false).Select(root => root.ObjectIndex).Distinct().Where(root => avoided?.Contains(root) != true)];
        return Reached(graph.References, starts, avoided, left, cancellation);
    }

    private static ObjectSet Reached(EdgeTable references, int[] starts, ObjectSet? avoided, ReferencesLeft? left, CancellationToken cancellation)
    {
        var reached = new bool[references.ObjectCount];
        reached.AsSpan().Clear();   // pages that are read first are made twice
        foreach (var start in starts)
        {
            reached[start] = true;
        }

        new SharedTraversal(references, reached, avoided, left).Run(starts, cancellation);
        return ObjectSet.Of(reached);
    }
}

using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Finds why objects are alive: the chains of references that lead from a GC root to them.</summary>
/// <remarks>Questions after the first cost what they go further. For one thread.</remarks>
public sealed class ChainFinder
{
    private readonly ObjectGraph _graph;
    private readonly Func<int, bool>? _excludesType;
    private readonly IReadOnlySet<int> _ignored;
    private readonly HeapRoot[] _roots;
    private readonly ShortestChains _shortest;

    private ChainFinder(ObjectGraph graph, Func<int, bool>? excludesType, IReadOnlySet<int>? ignored)
    {
        (_graph, _excludesType, _ignored) = (graph, excludesType, ignored ?? new HashSet<int>());
        _roots = RootPreference.Sorted(graph);
        _shortest = new ShortestChains(WaysAvoiding([]), graph.ObjectCount, _roots.Select(root => root.ObjectIndex));
    }

    /// <summary>A finder for one heap.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="excludesType">Types that no chain may lead through, by type index; null for none.</param>
    /// <param name="ignored">Objects that no chain may lead through; null for none.</param>
    public static ChainFinder For(ObjectGraph graph, Func<int, bool>? excludesType = null, IReadOnlySet<int>? ignored = null) =>
        new(graph, excludesType, ignored);

    /// <summary>The chain with the fewest objects. Of equally short ones that of the best root: a static field, then a
    /// local, a handle, the finalizer queue.</summary>
    /// <returns>Null when no root reaches the object.</returns>
    public ReferenceChain? FindChainToRoot(int objectIndex, CancellationToken cancellation = default) =>
        _shortest.To(objectIndex, cancellation) is { } objects
            ? ReferenceChain.Of(_graph, _roots.First(root => root.ObjectIndex == objects[0]), objects)
            : null;

    /// <summary>The same chain, found without a search as far as each dominator refers to the next by itself: every chain leads
    /// through all dominators, so no other can be as short.</summary>
    /// <param name="objectIndex">The object.</param>
    /// <param name="tree">The dominator tree of the same graph, of which nothing is left out.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal ReferenceChain? FindChainToRoot(int objectIndex, DominatorTree tree, CancellationToken cancellation)
    {
        if (!tree.IsReachable(objectIndex))
        {
            return null;
        }

        var (first, below) = (objectIndex, new List<int>());
        for (var above = tree.DominatorOf(first); above >= 0 && _graph.References[above].Contains(first); above = tree.DominatorOf(first))
        {
            below.Add(first);
            first = above;
        }

        below.Reverse();
        return (_graph.RootsOf(first).Any() ? [first] : _shortest.To(first, cancellation)) is { } objects
            ? ReferenceChain.Of(_graph, _roots.First(root => root.ObjectIndex == objects[0]), [.. objects, .. below])
            : null;
    }

    /// <summary>Several chains that differ as much as they can: each is the shortest that has no object in common with
    /// those before it; when there is none, the one that shares the fewest.</summary>
    /// <remarks>One more search of the heap for each chain after the first.</remarks>
    /// <returns>At most so many, none when no root reaches the object.</returns>
    public IReadOnlyList<ReferenceChain> FindChainsToRoot(int objectIndex, int count, CancellationToken cancellation = default)
    {
        var (chains, known) = (new List<ReferenceChain>(), new KnownChains());
        for (var next = FindChainToRoot(objectIndex, cancellation); next is not null;)
        {
            chains.Add(next with { SharedObjects = next.Steps.SkipLast(1).Count(step => known.Contains(step.ObjectIndex)) });
            known.Add(next);
            next = chains.Count < count ? FindApart(objectIndex, known, cancellation) ?? FindSharing(objectIndex, known, cancellation) : null;
        }

        return chains;
    }

    private ReferenceChain? FindApart(int objectIndex, KnownChains known, CancellationToken cancellation)
    {
        // A root that is known to hold the object itself would only be found again.
        var roots = Array.FindAll(_roots, root => !(root.ObjectIndex == objectIndex && known.Begin(root) is not null));
        var search = new ShortestChains(
            WaysAvoiding(known.InnerObjects), _graph.ObjectCount, roots.Select(root => root.ObjectIndex));
        return search.To(objectIndex, cancellation) is { } objects
            ? ReferenceChain.Of(_graph, roots.First(root => root.ObjectIndex == objects[0]), objects)
            : null;
    }

    private ReferenceChain? FindSharing(int objectIndex, KnownChains known, CancellationToken cancellation) =>
        new SharingChain(WaysAvoiding([]), _roots, known, objectIndex, _graph.ObjectCount).Find(cancellation) is { } found
            ? ReferenceChain.Of(_graph, found.Root, found.Objects)
            : null;

    private ChainWays WaysAvoiding(IEnumerable<int> objects)
    {
        ObjectSet? closed = null;
        foreach (var index in _ignored.Concat(objects))
        {
            (closed ??= new ObjectSet(_graph.ObjectCount)).Add(index);
        }

        return new ChainWays(_graph, _excludesType, closed);
    }
}

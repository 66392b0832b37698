using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Finds why objects are alive: the chains of references that lead from a GC root, or from chosen objects, to them.</summary>
/// <remarks>Questions after the first cost what they go further. For one thread.</remarks>
internal sealed class ChainFinder
{
    private readonly ObjectGraph _graph;
    private readonly ChainOptions _options;

    // Of chosen objects each reference is a root: its address is that of the object. That an object is never collected explains it
    // only where nothing else does, and no other object.
    private readonly HeapRoot[] _roots;
    private readonly ShortestChains _shortest;

    private ChainFinder(ObjectGraph graph, ChainOptions options)
    {
        (_graph, _options) = (graph, options);
        _roots = options.From is null ? [.. RootPreference.Sorted(graph).Where(root => root.Kind != HeapRootKind.Frozen && options.Left?.Keeps(root) != false)] : [.. options.From.SelectMany(ReferencesOf)];
        _shortest = SearchFrom(_roots, []);
    }

    /// <summary>A finder for one heap.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="options">Where chains begin, how long they may be and what they may not pass; null for any from a GC root.</param>
    public static ChainFinder For(ObjectGraph graph, ChainOptions? options = null) => new(graph, options ?? new());

    /// <summary>Of the objects that a user chose those to explain: between objects those with the shortest chains, else the first.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="options">Where chains begin, how long they may be and what they may not pass.</param>
    /// <param name="chosen">All of them.</param>
    /// <param name="limit">How many to explain, at most.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IReadOnlyList<int> Nearest(
        ObjectGraph graph, ChainOptions options, IReadOnlyList<int> chosen, int limit, CancellationToken cancellation = default) =>
        options.From is null || chosen.Count <= limit ? [.. chosen.Take(limit)] : For(graph, options).NearestOf(chosen, limit, cancellation);

    /// <summary>Of some objects those that have the shortest chains, the shortest first; then those that have none.</summary>
    /// <remarks>One search of the heap, no further than to the last of them.</remarks>
    public IReadOnlyList<int> NearestOf(IReadOnlyList<int> objects, int count, CancellationToken cancellation = default)
    {
        var wanted = ObjectSet.Of(_graph.ObjectCount, objects);
        var nearest = SearchFrom(_roots, []).Reached(cancellation).Where(wanted.Contains).Take(count).ToList();
        return nearest.Count == count ? nearest : [.. nearest, .. objects.Except(nearest).Take(count - nearest.Count)];
    }

    /// <summary>The chain with the fewest objects. Of equally short ones that of the best root: a static field, then a
    /// local, a handle, the finalizer queue; or of the first of the chosen objects.</summary>
    /// <returns>Null when no root reaches the object, or none of the chosen objects does.</returns>
    public ReferenceChain? FindChainToRoot(int objectIndex, CancellationToken cancellation = default) =>
        _shortest.To(objectIndex, cancellation) is { } objects
            ? ThroughTables(ChainOf(_roots.First(root => root.ObjectIndex == objects[0]), objects), cancellation)
            : FrozenChainTo(objectIndex);

    /// <summary>The shortest chain that leads from a root to any of some objects.</summary>
    /// <remarks>To be asked once, and before all else.</remarks>
    /// <returns>Null when no root reaches any of them.</returns>
    public ReferenceChain? FindChainToAny(ObjectSet objects, CancellationToken cancellation)
    {
        foreach (var reached in _shortest.Reached(cancellation))
        {
            if (objects.Contains(reached))
            {
                return FindChainToRoot(reached, cancellation);
            }
        }

        // Frozen objects are no roots of a search.
        return _graph.Roots.Where(root => root.Kind == HeapRootKind.Frozen && objects.Contains(root.ObjectIndex)).Select(root => FrozenChainTo(root.ObjectIndex)).FirstOrDefault();
    }

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
        return (_graph.RootsOf(first).Any(root => root.Kind != HeapRootKind.Frozen) ? [first] : _shortest.To(first, cancellation)) is { } objects
            ? ThroughTables(ReferenceChain.Of(_graph, _roots.First(root => root.ObjectIndex == objects[0]), [.. objects, .. below]), cancellation)
            : FrozenChainTo(objectIndex);
    }

    /// <summary>The value of a ConditionalWeakTable's entry hangs on its key and on its table. People know the table: the same chain from there,
    /// where that does not itself hang on what the chain leads to.</summary>
    private ReferenceChain ThroughTables(ReferenceChain chain, CancellationToken cancellation)
    {
        if (_options.From is not null)
        {
            return chain;
        }

        List<int> objects = [.. chain.Steps.Select(step => step.ObjectIndex)];
        var (root, passed) = (chain.Root, new HashSet<int>());
        for (var step = objects.Count - 1; step > 0; step--)
        {
            var (key, value) = (objects[step - 1], objects[step]);
            if (_graph.WeakTableOf(key, value) is >= 0 and var table && passed.Add(table) && (_options.Left is { } left ? left[key] : _graph.References[key]).Count(value) == 1
                && _shortest.To(table, cancellation) is { } above && !above.Any(objects[step..].Contains)
                && above.Length + objects.Count - step <= MaxObjects)
            {
                root = _roots.First(first => first.ObjectIndex == above[0]);
                objects = [.. above, .. objects[step..]];
                step = above.Length;   // on with the table
            }
        }

        return passed.Count == 0 ? chain : chain with { Root = root, Steps = [.. objects.Select(index => ChainStep.Of(_graph, index))] };
    }

    private ReferenceChain? FrozenChainTo(int objectIndex) =>
        _options.From is null && _graph.RootsOf(objectIndex).FirstOrDefault(root => root.Kind == HeapRootKind.Frozen) is { Kind: HeapRootKind.Frozen } root
            ? ReferenceChain.Of(_graph, root, [objectIndex])
            : null;

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
            if (chains.Count == count)
            {
                break;
            }

            known.Add(next);
            next = FindApart(objectIndex, known, cancellation) ?? FindSharing(objectIndex, known, cancellation);
        }

        return chains;
    }

    private ReferenceChain? FindApart(int objectIndex, KnownChains known, CancellationToken cancellation)
    {
        // A root that is known to hold the object itself would only be found again.
        var roots = Array.FindAll(_roots, root => !(root.ObjectIndex == objectIndex && known.Begin(root) is not null));
        return SearchFrom(roots, known.InnerObjects).To(objectIndex, cancellation) is { } objects
            ? ChainOf(roots.First(root => root.ObjectIndex == objects[0]), objects)
            : null;
    }

    private ReferenceChain? FindSharing(int objectIndex, KnownChains known, CancellationToken cancellation) =>
        new SharingChain(WaysAvoiding([]), _roots, known, objectIndex, _graph.ObjectCount, MaxObjects).Find(cancellation) is { } found
            ? ChainOf(found.Root, found.Objects)
            : null;

    private int MaxObjects => _options.MaxDepth == 0 ? int.MaxValue : _options.MaxDepth;

    private IEnumerable<HeapRoot> ReferencesOf(int objectIndex) => _graph.References[objectIndex].ToArray().Distinct()
        .Select(target => new HeapRoot(HeapRootKind.Unknown, target, null, _graph.AddressOf(objectIndex)));

    private ReferenceChain ChainOf(HeapRoot root, IEnumerable<int> objects) => ReferenceChain.Of(_graph, root, objects) with
    {
        From = _options.From is null ? null : ChainStep.Of(_graph, _graph.Addresses.IndexOf(root.Address)),
    };

    private ShortestChains SearchFrom(HeapRoot[] roots, IReadOnlyCollection<int> avoided) =>
        new(WaysAvoiding(avoided), _graph.ObjectCount, roots.Select(root => root.ObjectIndex), MaxObjects, _options.Within);

    private ChainWays WaysAvoiding(IReadOnlyCollection<int> objects) => new(
        _graph, _options.ExcludesType, _options.ExcludesObject, objects.Count == 0 ? null : ObjectSet.Of(_graph.ObjectCount, objects), passesStatics: _options.From is not null, _options.Left);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>Semi-NCA: L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems", 2005.</summary>
/// <remarks>Objects are numbered in the order of a depth-first search and all arrays go by that number (a visit), so that
/// what is looked at together lies together. An object whose only referrer found it has that one as its semidominator;
/// so of all references only the others (the cross references) are remembered, with both ends as visits, and the graph
/// need not be turned round. The climb of the last step follows jump pointers (E. Myers, "An Applicative Random-Access
/// Stack", 1983): step by step it takes quadratic time on a long list whose payloads are held elsewhere too.</remarks>
internal sealed class DominatorSearch
{
    private const int CancellationMask = 0xFFFFF;
    private const int ObjectsAtOnce = 1 << 16;

    private readonly EdgeTable _references;
    private readonly IEnumerable<int> _starts;
    private readonly Func<int, long> _bytesOf;
    private readonly CancellationToken _cancellation;
    private readonly CrossReferences _crossReferences;
    private readonly int[] _visitByObject;
    private readonly int[] _objectByVisit;
    private readonly int[] _dominatorByVisit;   // first who found the object
    private readonly int[] _semidominatorByVisit;   // first how much of the object's row was looked at
    private readonly long[] _retainedBytesByVisit;   // first a Link each
    private int _last;

    public DominatorSearch(ObjectGraph graph, CancellationToken cancellation)
        : this(graph.References, graph.Roots.Select(root => root.ObjectIndex), graph.Roots.Count, graph.BytesOf, cancellation)
    {
    }

    /// <param name="references">Between all objects.</param>
    /// <param name="starts">What the virtual root refers to, in any order, also more than once.</param>
    /// <param name="startCount">How many that are.</param>
    /// <param name="bytesOf">The size of an object.</param>
    /// <param name="cancellation">Ends the search.</param>
    public DominatorSearch(EdgeTable references, IEnumerable<int> starts, int startCount, Func<int, long> bytesOf, CancellationToken cancellation)
    {
        (_references, _starts, _bytesOf, _cancellation) = (references, starts, bytesOf, cancellation);
        _crossReferences = new CrossReferences((long)references.EdgeCount + startCount);
        var count = references.ObjectCount;
        _visitByObject = new int[count];

        // What stays untouched, since fewer objects are reachable, takes no memory.
        _objectByVisit = GC.AllocateUninitializedArray<int>(count + 1);
        _dominatorByVisit = GC.AllocateUninitializedArray<int>(count + 1);
        _semidominatorByVisit = GC.AllocateUninitializedArray<int>(count + 1);
        _retainedBytesByVisit = GC.AllocateUninitializedArray<long>(count + 2);
    }

    private Span<Link> LinkByVisit => MemoryMarshal.Cast<long, Link>(_retainedBytesByVisit.AsSpan());

    public DominatorTree Run()
    {
        _cancellation.ThrowIfCancellationRequested();
        using (new PagesAhead(_visitByObject, [_objectByVisit, _dominatorByVisit, _semidominatorByVisit, _retainedBytesByVisit], () => Volatile.Read(ref _last)))
        {
            NumberInDepthFirstOrder();
        }

        FindSemidominators();
        FindDominators();
        AddUpRetainedBytes();
        return new DominatorTree(
            _last, _visitByObject, _objectByVisit, _dominatorByVisit, new RetainedByVisit(_retainedBytesByVisit, _last + 1), _semidominatorByVisit);
    }

    private void NumberInDepthFirstOrder()
    {
        (_objectByVisit[0], _dominatorByVisit[0]) = (DominatorTree.VirtualRoot, 0);
        foreach (var start in _starts)
        {
            if (_visitByObject[start] is var seen and not 0)
            {
                AddCrossReference(0, seen);
            }
            else
            {
                NumberBelow(start);
            }
        }
    }

    /// <summary>One depth-first search. Its stack is the chain of finders from the current object up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NumberBelow(int root)
    {
        var references = _references;
        var current = Number(root, 0);
        var row = references[root];
        var at = 0;
        while (true)
        {
            if (at < row.Length)
            {
                var target = row[at++];
                var seen = _visitByObject[target];
                if (seen != 0)
                {
                    if (seen != current)
                    {
                        AddCrossReference(current, seen);
                    }

                    continue;
                }

                var visit = Number(target, current);
                var below = references[target];
                if (below.Length > 0)
                {
                    _semidominatorByVisit[current] = at;
                    current = visit;
                    row = below;
                    at = 0;
                }
            }
            else
            {
                current = _dominatorByVisit[current];
                if (current == 0)
                {
                    return;
                }

                row = references[_objectByVisit[current]];
                at = _semidominatorByVisit[current];
            }
        }
    }

    private void AddCrossReference(int source, int target)
    {
        ref var link = ref LinkByVisit[target];
        link.FirstCrossReference = _crossReferences.Add(source, link.FirstCrossReference);
    }

    private int Number(int objectIndex, int finder)
    {
        var visit = ++_last;
        if ((visit & CancellationMask) == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }

        _visitByObject[objectIndex] = visit;
        _objectByVisit[visit] = objectIndex;
        _dominatorByVisit[visit] = finder;
        LinkByVisit[visit] = new Link { Ancestor = finder };
        return visit;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindSemidominators()
    {
        var links = LinkByVisit;
        var path = new int[64];
        for (var visit = _last; visit > 0; visit--)
        {
            if ((visit & CancellationMask) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            ref var link = ref links[visit];
            var least = link.Ancestor;
            for (var at = link.FirstCrossReference; at != 0;)
            {
                ref readonly var reference = ref _crossReferences[at];
                at = reference.Next;
                least = Math.Min(least, reference.Source < visit ? reference.Source : LeastAbove(links, reference.Source, visit, ref path));
            }

            _semidominatorByVisit[visit] = link.Label = least;
        }
    }

    /// <summary>The least semidominator on the chain of finders from a visit up to the last one after
    /// <paramref name="limit"/>. Shortens the chain for the next time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LeastAbove(Span<Link> links, int visit, int limit, ref int[] path)
    {
        var length = 0;
        while (links[visit].Ancestor > limit)
        {
            if (length == path.Length)
            {
                Array.Resize(ref path, length * 2);
            }

            path[length++] = visit;
            visit = links[visit].Ancestor;
        }

        var (ancestor, least) = (links[visit].Ancestor, links[visit].Label);
        while (length > 0)
        {
            ref var link = ref links[path[--length]];
            link.Label = least = Math.Min(least, link.Label);
            link.Ancestor = ancestor;
        }

        return least;
    }

    /// <summary>The dominator is the first one at or before the semidominator among those that dominate the finder.
    /// Dominators come before what they dominate, so they are known by then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindDominators()
    {
        var dominators = _dominatorByVisit;
        var links = LinkByVisit;
        links[0] = default;
        for (var visit = 1; visit <= _last; visit++)
        {
            if ((visit & CancellationMask) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            var (dominator, semidominator) = (dominators[visit], _semidominatorByVisit[visit]);
            while (dominator > semidominator)
            {
                var jump = links[dominator].Jump;
                dominator = jump > semidominator ? jump : dominators[dominator];
            }

            dominators[visit] = dominator;

            // Nothing climbs through an object that found no other.
            if (visit < _last && dominators[visit + 1] == visit)
            {
                var above = links[dominator];
                var farther = links[above.Jump];
                links[visit] = new Link
                {
                    Jump = above.Depth - farther.Depth == farther.Depth - links[farther.Jump].Depth ? farther.Jump : dominator,
                    Depth = above.Depth + 1,
                };
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddUpRetainedBytes()
    {
        var retainedBytes = _retainedBytesByVisit;
        retainedBytes[0] = 0;
        Parallel.For(0, (_visitByObject.Length + ObjectsAtOnce - 1) / ObjectsAtOnce, part =>
        {
            for (var index = part * ObjectsAtOnce; index < Math.Min((long)(part + 1) * ObjectsAtOnce, _visitByObject.Length); index++)
            {
                if (_visitByObject[index] is var visit and not 0)
                {
                    retainedBytes[visit] = _bytesOf(index);
                }
            }
        });

        // An object is always visited after the object that dominates it, so walking backwards completes every child
        // before it is added to its parent.
        for (var visit = _last; visit > 0; visit--)
        {
            retainedBytes[_dominatorByVisit[visit]] += retainedBytes[visit];
        }
    }

    /// <summary>Two numbers of a visit that are needed together, with a meaning for each step.</summary>
    private record struct Link(int Up, int Own)
    {
        /// <summary>While semidominators are found: who found the object, or someone farther up.</summary>
        public int Ancestor { readonly get => Up; set => Up = value; }

        /// <summary>Before the object's semidominator is found: the first of its cross references, 0 for none.</summary>
        public int FirstCrossReference { readonly get => Own; set => Own = value; }

        /// <summary>From then on: the least semidominator between the object and <see cref="Ancestor"/>.</summary>
        public int Label { readonly get => Own; set => Own = value; }

        /// <summary>While dominators are found: one that dominates the object, mostly far up.</summary>
        public int Jump { readonly get => Up; set => Up = value; }

        /// <summary>While dominators are found: how many dominate the object.</summary>
        public int Depth { readonly get => Own; set => Own = value; }
    }
}

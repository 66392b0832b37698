using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>Which object keeps which alive all by itself: an object dominates another when every chain from a GC root to
/// the other passes through it. Its retained size is what it dominates, itself included: what a collection would
/// free if it went.</summary>
/// <remarks>Above all objects that a GC root refers to stands one virtual root. 4 bytes per object and 16 per reachable
/// object. Never changes once built, so any number of threads may read it.</remarks>
internal sealed class DominatorTree
{
    /// <summary>In place of a dominator: the object hangs on the virtual root, since no single object keeps it alive.</summary>
    public const int VirtualRoot = -1;

    /// <summary>In place of a dominator: nothing keeps the object alive, so it is not in the tree.</summary>
    public const int Unreachable = -2;

    private readonly int[] _visitByObject;        // 0 when unreachable
    private readonly int[] _objectByVisit;        // visit 0 is the virtual root
    private readonly int[] _dominatorByVisit;
    private readonly Lazy<DominatorChildren> _children;
    private readonly Lazy<ObjectSet> _reachable;

    /// <param name="reachableCount">Number of objects in the tree.</param>
    /// <param name="visitByObject">0 when unreachable.</param>
    /// <param name="objectByVisit">In an order in which each comes after its dominator; visit 0 is the virtual root.</param>
    /// <param name="dominatorByVisit">As visits.</param>
    /// <param name="retained">What each retains; <see cref="Children"/> take its spare room.</param>
    /// <param name="spare">An array that nobody needs any more, for as many objects: <see cref="Children"/> stand in it.</param>
    internal DominatorTree(int reachableCount, int[] visitByObject, int[] objectByVisit, int[] dominatorByVisit, RetainedByVisit retained, int[] spare)
    {
        ReachableCount = reachableCount;
        _visitByObject = visitByObject;
        _objectByVisit = objectByVisit;
        _dominatorByVisit = dominatorByVisit;
        RetainedByVisit = retained;
        _reachable = new Lazy<ObjectSet>(() => ObjectSet.OfNonZero(visitByObject));
        _children = new Lazy<DominatorChildren>(() => new DominatorChildren(reachableCount, visitByObject, objectByVisit, dominatorByVisit, retained, spare));
    }

    /// <summary>Number of objects in the tree.</summary>
    public int ReachableCount { get; }

    /// <summary>Bytes of all objects in the tree: what the virtual root retains.</summary>
    public long ReachableBytes => RetainedByVisit[0];

    /// <summary>The reachable objects in an order in which each comes after its dominator.</summary>
    public ReadOnlySpan<int> Preorder => _objectByVisit.AsSpan(1, ReachableCount);

    /// <summary>The objects right below each object. Built when first asked for, in memory that the search has left.</summary>
    public DominatorChildren Children => _children.Value;

    /// <summary>By visit (<see cref="Preorder"/>, from 1 on) the dominator's visit; 0 for the virtual root.</summary>
    internal ReadOnlySpan<int> DominatorByVisit => _dominatorByVisit.AsSpan(0, ReachableCount + 1);

    /// <summary>By visit what each retains; all there is at 0, the virtual root.</summary>
    internal RetainedByVisit RetainedByVisit { get; }

    /// <summary>Finds the dominator and the retained size of every reachable object.</summary>
    /// <remarks>O(references × log objects) time however the heap is shaped. Meanwhile 24 bytes per reachable object, and
    /// 8 per reference to an object that was found by another one.</remarks>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DominatorTree Of(ObjectGraph graph, CancellationToken cancellation = default) =>
        new DominatorSearch(graph, cancellation).Run();

    /// <summary>The objects that a GC root keeps alive, in a small part of the memory that <see cref="IsReachable"/> looks at: to ask about many that lie
    /// far apart. Built when first asked for.</summary>
    public ObjectSet Reachable => _reachable.Value;

    /// <summary>Whether a GC root keeps the object alive, directly or not.</summary>
    public bool IsReachable(int objectIndex) => _visitByObject[objectIndex] != 0;

    /// <summary>The nearest object that dominates another, <see cref="VirtualRoot"/> or <see cref="Unreachable"/>.</summary>
    public int DominatorOf(int objectIndex) => _visitByObject[objectIndex] switch
    {
        0 => Unreachable,
        var visit when _dominatorByVisit[visit] == 0 => VirtualRoot,
        var visit => _objectByVisit[_dominatorByVisit[visit]],
    };

    /// <summary>The same for many objects, in a fraction of the time: what is looked at lies far apart, so each step is made for all of them at once.</summary>
    /// <param name="objects">The objects; some hundred at a time.</param>
    /// <param name="dominators">Takes the dominator of each.</param>
    public void DominatorsOf(ReadOnlySpan<int> objects, Span<int> dominators)
    {
        for (var at = 0; at < objects.Length; at++)
        {
            dominators[at] = _visitByObject[objects[at]];
        }

        for (var at = 0; at < objects.Length; at++)
        {
            dominators[at] = dominators[at] == 0 ? Unreachable : _dominatorByVisit[dominators[at]];
        }

        for (var at = 0; at < objects.Length; at++)
        {
            dominators[at] = dominators[at] switch { Unreachable => Unreachable, 0 => VirtualRoot, var visit => _objectByVisit[visit] };
        }
    }

    /// <summary>Bytes of the object and of all that it dominates; 0 when it is unreachable.</summary>
    public long RetainedBytesOf(int objectIndex) =>
        _visitByObject[objectIndex] is var visit and not 0 ? RetainedByVisit[visit] : 0;
}

using System.Collections.Concurrent;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Counts the objects that the roots do not keep alive: references are followed straight through the target's memory,
/// on all cores, as a collector's mark phase does it.</summary>
/// <remarks>O(objects + references) time. Nothing is kept but a byte per object and the objects still to be looked at.</remarks>
internal sealed class ReachableWalk : IReachedObjects
{
    private readonly ObjectTally _unreachable = new();
    private readonly ConcurrentDictionary<HeapPiece, long> _unreachableBytes;
    private readonly MetObjects _objects;
    private readonly MethodTableCache _methodTables;

    private readonly nint[] _wanted;

    private ReachableWalk(
        MetObjects objects, MethodTableCache methodTables, IEnumerable<ReferenceFollower> followers, nint[] wanted, ConcurrentDictionary<HeapPiece, long> unreachableBytes)
    {
        (_objects, _methodTables, _wanted, _unreachableBytes) = (objects, methodTables, wanted, unreachableBytes);
        foreach (var follower in followers)
        {
            _unreachable.Add(follower.Unreachable);
            DanglingReferences += follower.DanglingReferences;
        }
    }

    /// <summary>References to places where no object starts, of all objects.</summary>
    public long DanglingReferences { get; }

    /// <summary>By object, whether the roots keep it alive.</summary>
    public bool[] Reached => _objects.Met;

    /// <summary>Numbers of the reachable objects of the wanted MethodTables, ascending, and where each stands in our memory.</summary>
    public (int[] Numbers, nint[] Places) Wanted() => _objects.NumbersOf(_wanted);

    /// <inheritdoc/>
    public bool IsReached(int objectIndex) => _objects.WasMet(objectIndex);

    /// <inheritdoc/>
    public long BytesOf(int objectIndex) => ReferenceFollower.BytesAt(_objects.PointerTo(objectIndex), _methodTables);

    /// <inheritdoc/>
    public long UnreachableBytesIn(HeapPiece piece) => _unreachableBytes.GetValueOrDefault(piece);

    /// <summary>How many objects the roots keep alive.</summary>
    /// <param name="all">How many there are.</param>
    public ObjectTally ReachableOf(ObjectTally all)
    {
        var reachable = new ObjectTally();
        reachable.Add(all);
        reachable.Remove(_unreachable);
        return reachable;
    }

    /// <summary>Follows all references.</summary>
    /// <param name="walk">The heap's objects.</param>
    /// <param name="methodTables">Their types.</param>
    /// <param name="dependents">References that no field shows.</param>
    /// <param name="roots">Numbers of the objects that the roots hold.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <param name="wanted">By MethodTable, whether its objects are to be known one by one; null for none.</param>
    public static ReachableWalk From(
        HeapWalk walk, MethodTableCache methodTables, ExtraReferences dependents, IEnumerable<int> roots, IProgress<HeapReadProgress>? progress, CancellationToken cancellation,
        bool[]? wanted = null)
    {
        progress?.Report(new HeapReadProgress("Following references", 0, 0, ""));
        var objects = new MetObjects(walk);
        var values = new DependentValues(dependents, walk.Addresses.AddressOf, objects.PointerTo);
        var stacks = new SharedStacks<PendingObject>();
        var followers = new ConcurrentBag<ReferenceFollower>();
        var starts = new List<PendingObject>();
        foreach (var root in roots)
        {
            objects.Meet(walk.Addresses.AddressOf(root), out var at);
            if (at != 0)
            {
                starts.Add(new PendingObject(at, 0));
            }
        }

        stacks.Run([.. starts], () => NewFollower().Follow(), cancellation);

        // Most heaps have no such reference among the reachable objects; where there are, each object is asked just once.
        var hasDangling = followers.Any(follower => follower.DanglingReferences > 0);
        nint[] found = [.. followers.SelectMany(follower => follower.Wanted)];
        followers.Clear();
        var unreachableBytes = new ConcurrentDictionary<HeapPiece, long>();
        Workers.ForEach(
            walk.Pieces,
            NewFollower,
            (follower, piece) =>
            {
                var before = follower.UnreachableBytes;
                objects.ForEach(piece, follower.CountUnreachable, hasDangling ? follower.CountDangling : null);
                unreachableBytes[piece] = follower.UnreachableBytes - before;
            },
            cancellation);
        return new ReachableWalk(objects, methodTables, followers, found, unreachableBytes);

        ReferenceFollower NewFollower()
        {
            var follower = new ReferenceFollower(stacks, objects, methodTables, values, wanted);
            followers.Add(follower);
            return follower;
        }
    }
}

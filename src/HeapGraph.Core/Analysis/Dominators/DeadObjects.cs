using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What no GC root keeps alive, and who among it holds whom.</summary>
/// <remarks>A dominator tree of the dead objects alone. It begins at those that no other dead object leads to, and in each ring that nothing leads to at the object that lies
/// first: with these every dead object is reached, and with none fewer. Time and memory go by the dead objects and their references, but for 4 bytes per object of
/// the heap. Never changes once built.</remarks>
internal sealed class DeadObjects
{
    private const int MostTypes = 10;

    private readonly ObjectGraph _graph;
    private readonly int[] _objects;   // ascending; all else goes by the place in it
    private readonly int[] _owners;
    private readonly int[] _objectsByOwner;
    private readonly DominatorTree _tree;
    private readonly Lazy<IReadOnlyList<TypeTableRow>> _types;

    private DeadObjects(ObjectGraph graph, int[] objects, EdgeTable references, CancellationToken cancellation)
    {
        (_graph, _objects, _owners, _objectsByOwner) = (graph, objects, new int[objects.Length], new int[objects.Length]);
        var starts = StartsOf(references, cancellation);
        _tree = new DominatorSearch(references, starts, starts.Count, dead => graph.BytesOf(objects[dead]), cancellation).Run();
        for (var visit = 1; visit <= objects.Length; visit++)
        {
            // Each comes after its dominator.
            var (dead, dominator) = (_tree.Preorder[visit - 1], _tree.DominatorByVisit[visit]);
            _owners[dead] = dominator == 0 ? dead : _owners[_tree.Preorder[dominator - 1]];
            _objectsByOwner[_owners[dead]]++;
        }

        _types = new(() =>
        {
            var sums = new TypeSums(graph);
            Array.ForEach(objects, sums.Add);
            return sums.Rows;
        });
    }

    /// <summary>The objects, ascending.</summary>
    public IReadOnlyList<int> Objects => _objects;

    /// <summary>Finds them.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="reachable">What is alive.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static DeadObjects In(ObjectGraph graph, ObjectSet reachable, CancellationToken cancellation = default)
    {
        var (objects, references) = (new List<int>(), 0);
        var placeOf = GC.AllocateUninitializedArray<int>(graph.ObjectCount);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (!reachable.Contains(index))
            {
                placeOf[index] = objects.Count;
                objects.Add(index);
                references += graph.References[index].Length;
            }
        }

        cancellation.ThrowIfCancellationRequested();
        var (offsets, targets, filled) = (new int[objects.Count + 1], GC.AllocateUninitializedArray<int>(references), 0);
        for (var dead = 0; dead < objects.Count; dead++)
        {
            foreach (var target in graph.References[objects[dead]])
            {
                if (!reachable.Contains(target))
                {
                    targets[filled++] = placeOf[target];
                }
            }

            offsets[dead + 1] = filled;
        }

        return new DeadObjects(graph, [.. objects], new EdgeTable(offsets, targets), cancellation);
    }

    /// <summary>The dead object that an object hangs on: the farthest through which all chains to it lead. Itself when there is no other.</summary>
    public int OwnerOf(int objectIndex) => _objects[_owners[PlaceOf(objectIndex)]];

    /// <summary>What hangs on an owner, itself included.</summary>
    public (long Objects, long Bytes) HangingOn(int owner) => PlaceOf(owner) is var place ? (_objectsByOwner[place], _tree.RetainedBytesOf(place)) : default;

    /// <summary>What is to be told of some of them.</summary>
    public GarbageReport Of(IReadOnlyCollection<int> objects)
    {
        var parts = new SortedDictionary<int, GarbagePart>();
        var owners = new Dictionary<int, GarbageOwner>();
        var (counted, types, bytes, topmost) = (new ObjectSet(_objects.Length), new HashSet<HeapType>(), 0L, 0L);
        foreach (var index in objects)
        {
            var (own, generation) = (_graph.BytesOf(index), _graph.Generations[index]);
            bytes += own;
            types.Add(_graph.TypeOf(index));
            var key = generation is { } known ? (int)known : int.MaxValue;
            var part = parts.GetValueOrDefault(key) ?? new GarbagePart(generation, 0, 0);
            parts[key] = part with { Objects = part.Objects + 1, Bytes = part.Bytes + own };
            var place = PlaceOf(index);
            topmost += _owners[place] == place ? 1 : 0;
            Count(owners, counted, _owners[place]);
        }

        return new GarbageReport(
            objects.Count, bytes, [.. parts.Values], topmost,
            [.. owners.Values.OrderByDescending(owner => owner.Bytes).ThenBy(owner => owner.Type, HeapTypeByName.Order).Take(MostTypes)], owners.Count,
            [.. _types.Value.Where(row => types.Contains(row.Type)).Take(MostTypes)]);
    }

    private void Count(Dictionary<int, GarbageOwner> owners, ObjectSet counted, int place)
    {
        var type = _graph.TypeIndexOf(_objects[place]);
        var owner = owners.GetValueOrDefault(type) ?? new GarbageOwner(_graph.Types[type], 0, 0, 0, 0);
        owner = owner with { Chosen = owner.Chosen + 1 };
        if (counted.Add(place))
        {
            var bytes = _tree.RetainedBytesOf(place);
            owner = owner with { Owners = owner.Owners + 1, Objects = owner.Objects + _objectsByOwner[place], Bytes = owner.Bytes + bytes };
            owner = bytes <= owner.LargestBytes ? owner : owner with { LargestAddress = _graph.AddressOf(_objects[place]), LargestBytes = bytes };
        }

        owners[type] = owner;
    }

    private int PlaceOf(int objectIndex) => Array.BinarySearch(_objects, objectIndex);

    /// <summary>The fewest objects that lead to all. An object that a search from those before it left over is reached by none of these; of such
    /// objects only those count that no later one reaches either.</summary>
    private static List<int> StartsOf(EdgeTable references, CancellationToken cancellation)
    {
        var (leftOver, starts) = (new List<int>(), new List<int>());
        var reached = new ObjectSet(references.ObjectCount);
        var pending = new Stack<int>();
        for (var dead = 0; dead < references.ObjectCount; dead++)
        {
            Search(dead, leftOver);
        }

        reached = new ObjectSet(references.ObjectCount);
        for (var at = leftOver.Count - 1; at >= 0; at--)
        {
            Search(leftOver[at], starts);
        }

        return starts;

        void Search(int from, List<int> found)
        {
            if (!reached.Add(from))
            {
                return;
            }

            found.Add(from);
            pending.Push(from);
            cancellation.ThrowIfCancellationRequested();
            while (pending.TryPop(out var next))
            {
                foreach (var target in references[next])
                {
                    if (reached.Add(target))
                    {
                        pending.Push(target);
                    }
                }
            }
        }
    }
}

using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Puts every reachable object on the one path by which a breadth-first search from the roots meets it first, as
/// Shark's HeapDiff does (LeakCanary): objects that are reached from a path by the same slot and are of one type are on one path.</summary>
/// <remarks>Of equally short paths the first in the order of roots, slots and type names counts, so that the result does
/// not depend on addresses: a group of objects on one path is expanded as a whole, each object that it meets taking the
/// lowest slot that leads there, before the next group. O(objects + references) time, 4 bytes per object, 4 per object of two layers and 12 per object of one.
/// For one thread.</remarks>
/// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>; without <see cref="GraphParts.Slots"/> paths are
/// told apart by types alone.</param>
/// <param name="catalog">Takes the paths.</param>
/// <param name="cancellation">Ends the search.</param>
/// <param name="counts">Which objects are counted on their paths, by object number; all when null.</param>
internal sealed class PathSearch(ObjectGraph graph, PathCatalog catalog, CancellationToken cancellation, Func<int, bool>? counts = null)
{
    private readonly PathCounts _counts = new(graph.ObjectCount);
    private readonly int[] _typeByIndex = [.. graph.Types.Select(catalog.NumberOf)];
    private readonly uint[] _rankByType = RanksOf(graph.Types);
    private readonly List<Meeting> _met = [];
    private readonly Dictionary<ulong, Share> _shareByKey = [];
    private Layer _layer = new();
    private Layer _nextLayer = new();
    private long _steps;

    /// <summary>Finds the path of every object.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PathCounts Run()
    {
        foreach (var roots in PathRoots.InPhases(graph))
        {
            foreach (var (kind, name, objects) in roots)
            {
                Array.ForEach(objects, objectIndex => Meet(PathCounts.NoObject, objectIndex, ReferenceSlot.Element));
                Settle(catalog.RootOf(kind, name));
            }

            while (_nextLayer.Groups.Count > 0)
            {
                (_layer, _nextLayer) = (_nextLayer, _layer);
                _nextLayer.Clear();
                var first = 0;
                foreach (var (path, count) in _layer.Groups)
                {
                    Expand(CollectionsMarshal.AsSpan(_layer.Objects).Slice(first, count));
                    Settle(path);
                    first += count;
                }
            }
        }

        return _counts;
    }

    private void Expand(ReadOnlySpan<int> objects)
    {
        foreach (var objectIndex in objects)
        {
            if ((++_steps & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var references = graph.References[objectIndex];
            var slots = graph.SlotsOf(objectIndex);
            for (var index = 0; index < references.Length; index++)
            {
                Meet(objectIndex, references[index], slots.IsEmpty ? ReferenceSlot.Element : slots[index]);
            }
        }
    }

    private void Meet(int from, int objectIndex, ushort slot)
    {
        ref var path = ref _counts.PathByObject[objectIndex];
        if (path == PathCounts.NotReached)
        {
            path = MetBy(slot);
            _met.Add(new Meeting(from, objectIndex, slot));
        }
        else if (path < MetBy(slot))
        {
            path = MetBy(slot);
        }
    }

    /// <summary>Shares out what was met from a path among the paths one step further.</summary>
    private void Settle(int path)
    {
        Share? last = null;
        foreach (ref readonly var met in CollectionsMarshal.AsSpan(_met))
        {
            var type = graph.TypeIndexOf(met.Object);
            var slot = SlotOf(_counts.PathByObject[met.Object]);
            var key = ((ulong)slot << 32) | _rankByType[type];
            if (last?.Key != key)
            {
                ref var share = ref CollectionsMarshal.GetValueRefOrAddDefault(_shareByKey, key, out _);
                last = share ??= new Share(key, catalog.StepFrom(path, slot, _typeByIndex[type])) { Sample = met };
            }

            last.Count++;
            last.Sample = last.Sample.Slot == slot || met.Slot != slot ? last.Sample : met;
        }

        var first = _nextLayer.Objects.Count;
        CollectionsMarshal.SetCount(_nextLayer.Objects, first + _met.Count);
        foreach (var share in _shareByKey.Values.OrderBy(share => share.Key))
        {
            share.Next = first;
            first += share.Count;
            _nextLayer.Groups.Add((share.Path, share.Count));
            _counts.Sample(share.Path, share.Sample.From, share.Sample.Object);
        }

        foreach (ref readonly var met in CollectionsMarshal.AsSpan(_met))
        {
            ref var state = ref _counts.PathByObject[met.Object];
            var key = ((ulong)SlotOf(state) << 32) | _rankByType[graph.TypeIndexOf(met.Object)];
            if (last!.Key != key)
            {
                last = _shareByKey[key];
            }

            state = last.Path;
            _nextLayer.Objects[last.Next++] = met.Object;
            if (counts?.Invoke(met.Object) != false)
            {
                _counts.Add(last.Path, graph.BytesOf(met.Object));
            }
        }

        _met.Clear();
        _shareByKey.Clear();
    }

    // Below PathCounts.NotReached: met from the path that is just being expanded, the lower the slot the higher.
    private static int MetBy(ushort slot) => PathCounts.NotReached - 1 - slot;

    private static ushort SlotOf(int met) => (ushort)(PathCounts.NotReached - 1 - met);

    private static uint[] RanksOf(IReadOnlyList<HeapType> types)
    {
        var ranks = new uint[types.Count];
        var rank = 0U;
        foreach (var index in Enumerable.Range(0, types.Count).OrderBy(index => types[index], HeapTypeByName.Order))
        {
            ranks[index] = rank++;
        }

        return ranks;
    }

    private readonly record struct Meeting(int From, int Object, ushort Slot);

    /// <summary>The objects of one type that are met by one slot.</summary>
    private sealed class Share(ulong key, int path)
    {
        public ulong Key => key;

        public int Path => path;

        public int Count { get; set; }

        public int Next { get; set; }

        public Meeting Sample { get; set; }
    }

    /// <summary>The objects at one distance from the roots, path by path.</summary>
    private sealed class Layer
    {
        public List<int> Objects { get; } = [];

        public List<(int Path, int Count)> Groups { get; } = [];

        public void Clear()
        {
            Objects.Clear();
            Groups.Clear();
        }
    }
}

using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph;

public sealed partial record ReferenceNeighborhood
{
    /// <summary>Walks breadth-first from some objects. Costs what the shown objects' rows in the edge table cost.</summary>
    /// <param name="snapshot">A heap with <see cref="GraphParts.All"/>.</param>
    /// <param name="targets">The objects in the middle of the picture.</param>
    /// <param name="chosenObjects">How many objects the user's choice matched.</param>
    /// <param name="options">How far to walk.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static ReferenceNeighborhood Of(
        HeapSnapshot snapshot, IReadOnlyList<int> targets, int chosenObjects, NeighborhoodOptions options) =>
        new Walk(snapshot, options).From(targets, chosenObjects);

    private sealed class Walk(HeapSnapshot snapshot, NeighborhoodOptions options)
    {
        /// <summary>Nodes for hidden neighbours of one type, per node.</summary>
        private const int MaxFolds = 4;

        /// <summary>A thousand neighbours of a few fields each, or a small array: some milliseconds.</summary>
        private const int MaxSlotsToName = 4096;

        private const int CancellationMask = 0xFFFFF;

        private readonly ObjectGraph _graph = snapshot.Graph;
        private readonly List<NeighborhoodNode> _nodes = [];
        private readonly List<NeighborhoodEdge> _edges = [];
        private readonly Dictionary<int, int> _nodeByObject = [];
        private readonly Dictionary<(HeapRootKind, string?, ulong), int> _nodeByRoot = [];
        private readonly HashSet<int> _targets = [];
        private CollectionNeighbors? _collections;
        private bool _isCut;

        public ReferenceNeighborhood From(IReadOnlyList<int> targets, int chosenObjects)
        {
            _targets.UnionWith(targets);
            if (options.SkipsInnerNodes)
            {
                _collections = new CollectionNeighbors(_graph, new CollectionInsides(_graph, snapshot.Details), Counts, IsKept, options.Cancellation);
            }

            foreach (var target in targets)
            {
                AddObject(target, 0, ObjectRole.Target);
            }

            for (var next = 0; next < _nodes.Count; next++)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                if (_nodes[next] is ObjectNode node)
                {
                    Expand(node);
                }
            }

            ConnectObjects();
            return new ReferenceNeighborhood(options.Direction, _nodes, _edges, chosenObjects, _isCut, _graph.Coverage);
        }

        private void Expand(ObjectNode node)
        {
            var isBack = options.Direction == ReferenceDirection.Referrers;
            var (room, hiddenRoots) = (options.TooMany, 0);
            foreach (var root in isBack ? RootsOf(node.ObjectIndex).DistinctBy(root => root.Place) : [])
            {
                if (_nodeByRoot.TryGetValue(root.Place, out var known))
                {
                    _edges.Add(new NeighborhoodEdge(known, node.Id, null));
                }
                else if (RoomFor(1, room) > 0)
                {
                    AddRoot(root, node);
                    room--;
                }
                else
                {
                    hiddenRoots++;
                }
            }

            var fresh = node.Depth < options.MaxDepth
                ? Ways(node.ObjectIndex).Where(way => !_nodeByObject.ContainsKey(way.Neighbor)).DistinctBy(way => way.Neighbor).ToDictionary(way => way.Neighbor)
                : [];
            var (shown, hidden) = FairChoice.Of([.. fresh.Keys], _graph.TypeIndexOf, RoomFor(fresh.Count, room), options.LargestPart);
            foreach (var neighbour in shown)
            {
                AddObject(neighbour, node.Depth + 1, ObjectRole.Neighbor);
            }

            AddHidden(node, hidden, hiddenRoots, fresh);
        }

        /// <summary>That an object is never collected is worth saying where nothing refers to it.</summary>
        private IEnumerable<HeapRoot> RootsOf(int objectIndex) =>
            _graph.RootsOf(objectIndex).Where(root => root.Kind != HeapRootKind.Frozen || _graph.Referrers[objectIndex].Length == 0);

        private static ReferenceStrength StrengthOf(CollectionWay way, SlotLabel? label) =>
            way.WeakLabel is not null ? ReferenceStrength.Weak : label?.Kind == SlotKind.DependentHandle ? ReferenceStrength.Dependent : ReferenceStrength.Strong;

        /// <summary>How many of the wanted nodes may be added.</summary>
        private int RoomFor(int wanted, int room)
        {
            var free = Math.Max(0, options.MaxNodes - _nodes.Count);
            _isCut |= free < Math.Min(wanted, room);
            return Math.Min(free, room);
        }

        /// <summary>What is not shown around a node: a node for each of the most frequent types, and one for all else.</summary>
        private void AddHidden(ObjectNode node, IReadOnlyList<IReadOnlyList<int>> hiddenByType, int hiddenRoots, Dictionary<int, CollectionWay> ways)
        {
            var least = hiddenByType.Count == 1 && hiddenRoots == 0 ? 1 : 0;   // one node either way
            var folds = Math.Min(
                Math.Clamp(options.MaxNodes - _nodes.Count, least, MaxFolds), hiddenByType.TakeWhile(same => same.Count > 1).Count());
            foreach (var same in hiddenByType.Take(folds))
            {
                var type = _graph.TypeIndexOf(same[0]);
                var more = new MoreObjects(_nodes.Count, node.Depth + 1, same.Count, _graph.Types[type])
                {
                    Bytes = same.Sum(_graph.BytesOf),
                    IsHighlighted = options.HighlightsType?.Invoke(type) == true,
                };
                AddMore(node, more, [.. same.Select(other => ways[other])]);
            }

            var rest = hiddenByType.Skip(folds).SelectMany(same => same).ToArray();
            if (rest.Length + hiddenRoots > 0)
            {
                AddMore(node, new MoreNeighbors(_nodes.Count, node.Depth + 1, rest.Length + hiddenRoots) { Bytes = rest.Sum(_graph.BytesOf) }, []);
            }
        }

        private void AddMore(ObjectNode node, MoreNode more, IReadOnlyList<CollectionWay> ways)
        {
            var label = ways.Count > 0 ? SharedLabelOf(ways) : null;
            _nodes.Add(more);
            var edge = options.Direction == ReferenceDirection.Referrers ? new NeighborhoodEdge(more.Id, node.Id, label) : new NeighborhoodEdge(node.Id, more.Id, label);
            _edges.Add(edge with { Strength = ways.Select(way => StrengthOf(way, label)).DefaultIfEmpty().Min() });
        }

        /// <summary>What the slots between an object and all of its equal neighbours are called; null when they differ,
        /// or are too many to look at.</summary>
        private SlotLabel? SharedLabelOf(IReadOnlyList<CollectionWay> ways)
        {
            var isLarge = ways.Sum(way => (long)_graph.References[way.Objects[^2]].Length) > MaxSlotsToName;
            if (isLarge && !ways.All(IsElement))
            {
                return null;
            }

            // The slots of a collection are all positions or keys; of a large one, the ends tell which part of the element it is.
            var labels = (isLarge ? [ways[0], ways[^1]] : ways).SelectMany(LabelsOf).Select(SlotShape.WithoutKeys).Distinct().Take(2).ToArray();
            return labels.Length == 1 && (!isLarge || labels[0] == SlotShape.AnyElement) ? labels[0] : null;

            bool IsElement(CollectionWay way) =>
                way.Collection is not null
                || (options.Direction == ReferenceDirection.References && (_graph.TypeOf(way.Objects[0]).Traits & HeapTypeTraits.Array) != 0);
        }

        private IReadOnlyList<SlotLabel> LabelsOf(CollectionWay way) => way.WeakLabel is { } label ? [SlotLabel.OfField(label)]
            : way.Collection is { } collection ? ElementLabels.Of(snapshot.Details, _graph, way.Objects, collection)
            : snapshot.Details.LabelsOf(way.Objects[0], way.Objects[^1]);

        /// <summary>The objects at the other ends, each once, without those that the user left out.</summary>
        private IEnumerable<int> Neighbours(int objectIndex)
        {
            var row = options.Direction == ReferenceDirection.Referrers ? _graph.Referrers[objectIndex] : _graph.References[objectIndex];
            var seen = new HashSet<int>();
            var found = new List<int>();
            var isNamed = options.Direction == ReferenceDirection.Referrers
                && _graph.RootsOf(objectIndex).Any(root => root.IsNamedStatic);
            for (var at = 0; at < row.Length; at++)
            {
                if ((at & CancellationMask) == CancellationMask)
                {
                    options.Cancellation.ThrowIfCancellationRequested();
                }

                // The runtime's array of static fields says less than the static field itself.
                var neighbour = row[at];
                if (seen.Add(neighbour)
                    && !(isNamed && _graph.StaticStorage.Contains(neighbour))
                    && Counts(neighbour)
                    && !IsExcluded(neighbour))
                {
                    found.Add(neighbour);
                }
            }

            return found;
        }

        /// <summary>The same with the way to each, which may pass over the inner nodes of a collection.</summary>
        private IEnumerable<CollectionWay> Ways(int objectIndex)
        {
            var isBack = options.Direction == ReferenceDirection.Referrers;
            var neighbours = Neighbours(objectIndex);
            return (_collections is null
                ? neighbours.Select(other => new CollectionWay(other, isBack ? [other, objectIndex] : [objectIndex, other], null))
                : _collections.Of(objectIndex, options.Direction, neighbours).Where(way => Counts(way.Neighbor) && !IsExcluded(way.Neighbor)))
                .Concat(WeakWays(objectIndex));
        }

        /// <summary>The same for references that keep nothing alive. What a chosen object refers to so is shown though it be garbage.</summary>
        private IEnumerable<CollectionWay> WeakWays(int objectIndex)
        {
            var isBack = options.Direction == ReferenceDirection.Referrers;
            return (isBack ? snapshot.Details.WeakReferrersOf(objectIndex) : snapshot.Details.WeakReferencesOf(objectIndex))
                .Select(arrow => new CollectionWay(isBack ? arrow.From : arrow.To, [arrow.From, arrow.To], null) { WeakLabel = arrow.Label })
                .Where(way => (Counts(way.Neighbor) || (!isBack && _targets.Contains(objectIndex))) && !IsExcluded(way.Neighbor));
        }

        private bool Counts(int objectIndex) => options.Reachable?.Contains(objectIndex) != false || _nodeByObject.ContainsKey(objectIndex);

        private bool IsExcluded(int objectIndex) =>
            options.ExcludesType?.Invoke(_graph.TypeIndexOf(objectIndex)) == true || options.ExcludesObject?.Invoke(objectIndex) == true;

        private bool IsKept(int objectIndex) =>
            _targets.Contains(objectIndex) || IsExcluded(objectIndex) || options.HighlightsType?.Invoke(_graph.TypeIndexOf(objectIndex)) == true;

        private void AddObject(int objectIndex, int depth, ObjectRole role)
        {
            if (!_nodeByObject.TryAdd(objectIndex, _nodes.Count))
            {
                return;
            }

            var type = _graph.TypeIndexOf(objectIndex);
            _nodes.Add(new ObjectNode(_nodes.Count, depth, role, objectIndex, _graph.Types[type], _graph.AddressOf(objectIndex))
            {
                Bytes = _graph.BytesOf(objectIndex),
                Value = snapshot.Details.ValueOf(objectIndex),
                ReferrerCount = CountReferrers(objectIndex),
                IsHighlighted = options.HighlightsType?.Invoke(type) == true,
            });
        }

        private int CountReferrers(int objectIndex)
        {
            var count = RootsOf(objectIndex).Count();
            foreach (var referrer in _graph.Referrers[objectIndex])
            {
                count += options.Reachable?.Contains(referrer) != false ? 1 : 0;
            }

            return count;
        }

        private void AddRoot(HeapRoot root, ObjectNode node)
        {
            var id = _nodes.Count;
            _nodeByRoot[root.Place] = id;
            _nodes.Add(new RootNode(id, node.Depth + 1, root));
            _edges.Add(new NeighborhoodEdge(id, node.Id, null));
        }

        /// <summary>Every reference between two shown objects, found in any step, so that cycles show too.</summary>
        private void ConnectObjects()
        {
            foreach (var node in _nodes.OfType<ObjectNode>().ToArray())
            {
                foreach (var way in Ways(node.ObjectIndex).Where(way => _nodeByObject.ContainsKey(way.Neighbor)))
                {
                    var (from, to) = (way.Objects[0], way.Objects[^1]);

                    // A delegate of several, or of a static method, has itself for its target.
                    if (from == to && options.SkipsInnerNodes && _graph.TypeOf(from).IsDelegate)
                    {
                        continue;
                    }

                    var labels = LabelsOf(way);
                    foreach (var label in labels.Count == 0 ? (IEnumerable<SlotLabel?>)[null] : labels.Select(found => (SlotLabel?)found))
                    {
                        _edges.Add(new NeighborhoodEdge(_nodeByObject[from], _nodeByObject[to], label) { Through = way.Through, Strength = StrengthOf(way, label) });
                    }
                }
            }
        }
    }
}

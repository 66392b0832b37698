using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.References;

internal sealed partial record UnfoldableNeighborhood
{
    private sealed class Growing(
        HeapSnapshot snapshot, ReferenceNeighborhood shown, NeighborhoodOptions options, IReadOnlyDictionary<int, IReadOnlyList<int>> hiddenSteps)
    {
        private readonly List<NeighborhoodNode> _nodes = [.. shown.Nodes];
        private readonly List<NeighborhoodEdge> _hiddenEdges = [];
        private readonly Dictionary<int, IReadOnlyList<int>> _revealedBy = [];
        private readonly Dictionary<int, int> _nodeByObject = shown.Nodes.Where(node => node.ObjectIndex >= 0).ToDictionary(node => node.ObjectIndex, node => node.Id);
        private readonly Dictionary<(HeapRootKind, string?, ulong), int> _nodeByRoot =
            shown.Nodes.Where(node => node is { Kind: NeighborhoodNodeKind.Root, Root: not null }).ToDictionary(node => node.Root!.Value.Place, node => node.Id);

        private readonly Dictionary<int, int> _shownNeighbors = shown.Edges
            .Where(edge => shown.Nodes[edge.From].Kind != NeighborhoodNodeKind.More && shown.Nodes[edge.To].Kind != NeighborhoodNodeKind.More)
            .Select(edge => shown.Direction == ReferenceDirection.Referrers ? (edge.To, edge.From) : (edge.From, edge.To)).Distinct()
            .CountBy(pair => pair.Item1).ToDictionary();

        private readonly ILookup<int, NeighborhoodNode> _moreByHolder =
            (from edge in shown.Edges
             from pair in new[] { (More: edge.From, Holder: edge.To), (More: edge.To, Holder: edge.From) }
             where shown.Nodes[pair.More] is { Kind: NeighborhoodNodeKind.More, HidesSteps: false }
             select pair).Distinct().ToLookup(pair => pair.Holder, pair => shown.Nodes[pair.More]);

        private readonly HashSet<int> _steps = [];
        private readonly HashSet<(int From, int To)> _stepPairs = [];

        private bool HasRoom => _nodes.Count < shown.Nodes.Count + MaxHiddenNodes;

        public UnfoldableNeighborhood Grow()
        {
            foreach (var (more, objects) in hiddenSteps)
            {
                RevealSteps(shown.Nodes[more], objects);
            }

            for (var next = 0; next < _nodes.Count && HasRoom; next++)
            {
                if (_nodes[next].ObjectIndex >= 0)
                {
                    LookBehind(_nodes[next]);
                }
            }

            ConnectObjects();
            return new UnfoldableNeighborhood(shown, shown with { Nodes = _nodes, Edges = [.. shown.Edges, .. _hiddenEdges] }, _revealedBy);
        }

        private void LookBehind(NeighborhoodNode node)
        {
            var found = Around([node.ObjectIndex], depth: 1, tooMany: _shownNeighbors.GetValueOrDefault(node.Id) + MaxBehind);
            var fresh = found.Nodes.Where(neighbour => neighbour.Kind != NeighborhoodNodeKind.More).Select(neighbour => IdOf(neighbour, node))
                .Where(id => id >= shown.Nodes.Count && id != node.Id).ToList();
            foreach (var more in _moreByHolder[node.Id].OrderBy(more => more.Type is null))   // those of one type choose first
            {
                var behind = fresh.Where(id => IsBehind(more, _nodes[id])).ToArray();
                fresh.RemoveAll(behind.Contains);
                Reveal(more, behind);
            }

            if (_moreByHolder.Contains(node.Id))
            {
                _revealedBy[node.Id] = [];
                return;
            }

            var beyond = found.Nodes.Where(more => more.Kind == NeighborhoodNodeKind.More).ToArray();
            int[] later = [.. fresh.Skip(MaxRevealed)];
            if (later.Length > 0)
            {
                beyond = [new NeighborhoodNode(0, NeighborhoodNodeKind.More, 0)
                {
                    HiddenCount = later.Length + beyond.Sum(more => more.HiddenCount),
                    Bytes = later.Sum(id => _nodes[id].Bytes) + beyond.Sum(more => more.Bytes),
                }];
            }

            int[] folded = [.. beyond.Select(hidden => MoreOf(node, hidden))];
            _revealedBy[node.Id] = [.. fresh.Take(MaxRevealed), .. folded];
            if (later.Length > 0)
            {
                Reveal(_nodes[folded[0]], later);
            }
        }

        private static bool IsBehind(NeighborhoodNode more, NeighborhoodNode node) =>
            more.Type is { } type ? node.Type == type : more.Root is not { } root || node.Root?.Kind == root.Kind;

        private void RevealSteps(NeighborhoodNode more, IReadOnlyList<int> objects)
        {
            // Of a long list its two ends, which tell what leads in and out.
            var isWhole = objects.Count <= 2 * MaxRevealed;
            int[] ends = isWhole ? [.. objects] : [.. objects.Take(MaxRevealed), .. objects.TakeLast(MaxRevealed)];
            var nodes = Around(ends, depth: 0, tooMany: 0).Nodes.Where(node => node.ObjectIndex >= 0).ToDictionary(node => node.ObjectIndex);
            int[] ids = [.. ends.Select(index => IdOf(nodes[index], more))];
            _steps.UnionWith(ids);
            _stepPairs.UnionWith(ids.Zip(ids.Skip(1)));
            _stepPairs.UnionWith(shown.Edges.Where(edge => edge.To == more.Id).Select(edge => (edge.From, ids[0])));
            _stepPairs.UnionWith(shown.Edges.Where(edge => edge.From == more.Id).Select(edge => (ids[^1], edge.To)));
            int[] fresh = [.. ids.Where(id => id >= shown.Nodes.Count)];
            if (isWhole)
            {
                _revealedBy[more.Id] = fresh;
            }
            else
            {
                Reveal(more, fresh, (ids[MaxRevealed - 1], ids[MaxRevealed]));
            }
        }

        /// <summary>What a "more" node gives way to: nodes, and another "more" node for those that stay hidden.</summary>
        private void Reveal(NeighborhoodNode more, int[] behind, (int Before, int After)? between = null)
        {
            var first = between is null ? behind.Take(MaxRevealed).ToArray() : behind;
            var hidden = more.HiddenCount - first.Length;
            if (hidden <= 0 || behind.Length == 0)
            {
                _revealedBy[more.Id] = behind;
                return;
            }

            var rest = more with { Id = _nodes.Count, HiddenCount = hidden, Bytes = Math.Max(0, more.Bytes - first.Sum(id => _nodes[id].Bytes)) };
            _nodes.Add(rest);
            _revealedBy[more.Id] = [.. first, rest.Id];
            NeighborhoodEdge[] edges = between is { } gap
                ? [new NeighborhoodEdge(gap.Before, rest.Id, null), new NeighborhoodEdge(rest.Id, gap.After, null)]
                : [.. from edge in shown.Edges.Concat(_hiddenEdges)
                      where edge.From == more.Id || edge.To == more.Id
                      select edge.From == more.Id ? edge with { From = rest.Id } : edge with { To = rest.Id }];
            _hiddenEdges.AddRange(edges);
            if (behind.Length > first.Length)
            {
                Reveal(rest, behind[first.Length..]);
            }
        }

        private int MoreOf(NeighborhoodNode holder, NeighborhoodNode more)
        {
            _nodes.Add(more with { Id = _nodes.Count, Depth = holder.Depth + 1 });
            _hiddenEdges.Add(shown.Direction == ReferenceDirection.Referrers
                ? new NeighborhoodEdge(_nodes.Count - 1, holder.Id, null)
                : new NeighborhoodEdge(holder.Id, _nodes.Count - 1, null));
            return _nodes.Count - 1;
        }

        private int IdOf(NeighborhoodNode found, NeighborhoodNode holder)
        {
            var isNew = found.Root is { } root ? _nodeByRoot.TryAdd(root.Place, _nodes.Count) : _nodeByObject.TryAdd(found.ObjectIndex, _nodes.Count);
            if (isNew)
            {
                var kind = found.Kind == NeighborhoodNodeKind.Root ? NeighborhoodNodeKind.Root : NeighborhoodNodeKind.Object;
                _nodes.Add(found with { Id = _nodes.Count, Kind = kind, Depth = holder.Depth + (holder.ObjectIndex < 0 ? 0 : 1) });
            }

            return found.Root is { } place ? _nodeByRoot[place.Place] : _nodeByObject[found.ObjectIndex];
        }

        /// <summary>Every reference between two objects of which at least one is not seen at first.</summary>
        private void ConnectObjects()
        {
            var objects = _nodeByObject.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToArray();
            var connected = Around(objects, depth: 0, tooMany: int.MaxValue);
            foreach (var edge in connected.Edges)
            {
                if (IdOf(connected.Nodes[edge.From]) is { } from && IdOf(connected.Nodes[edge.To]) is { } to && Math.Max(from, to) >= shown.Nodes.Count && !IsBesideTheChain(from, to))
                {
                    _hiddenEdges.Add(edge with { From = from, To = to });
                }
            }

            int? IdOf(NeighborhoodNode node) =>
                node.Root is { } root ? _nodeByRoot.TryGetValue(root.Place, out var known) ? known : null
                : _nodeByObject.TryGetValue(node.ObjectIndex, out var id) ? id : null;
        }

        /// <summary>A picture of chains shows of the references between their steps only those that they follow.</summary>
        private bool IsBesideTheChain(int from, int to) =>
            _steps.Count > 0 && IsStep(from) && IsStep(to) && !_stepPairs.Contains((from, to));

        private bool IsStep(int id) => id < shown.Nodes.Count || _steps.Contains(id);

        private ReferenceNeighborhood Around(IReadOnlyList<int> objects, int depth, int tooMany) => ReferenceNeighborhood.Of(
            snapshot, objects, objects.Count, options with { Direction = shown.Direction, MaxDepth = depth, TooMany = tooMany, LargestPart = 1, MaxNodes = int.MaxValue });
    }
}

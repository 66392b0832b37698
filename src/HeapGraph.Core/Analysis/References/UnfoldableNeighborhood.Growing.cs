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
        private readonly Dictionary<int, int> _nodeByObject = shown.Nodes.OfType<ObjectNode>().ToDictionary(node => node.ObjectIndex, node => node.Id);
        private readonly Dictionary<(HeapRootKind, string?, ulong), int> _nodeByRoot =
            shown.Nodes.OfType<RootNode>().ToDictionary(node => node.Root.Place, node => node.Id);

        private readonly Dictionary<int, int> _shownNeighbors = shown.Edges
            .Where(edge => shown.Nodes[edge.From] is not MoreNode && shown.Nodes[edge.To] is not MoreNode)
            .Select(edge => shown.Direction == ReferenceDirection.Referrers ? (edge.To, edge.From) : (edge.From, edge.To)).Distinct()
            .CountBy(pair => pair.Item1).ToDictionary();

        private readonly ILookup<int, MoreNode> _moreByHolder =
            (from edge in shown.Edges
             from pair in new[] { (More: edge.From, Holder: edge.To), (More: edge.To, Holder: edge.From) }
             where shown.Nodes[pair.More] is MoreNode and not MoreSteps
             select pair).Distinct().ToLookup(pair => pair.Holder, pair => (MoreNode)shown.Nodes[pair.More]);

        private readonly HashSet<int> _steps = [];
        private readonly HashSet<(int From, int To)> _stepPairs = [];

        private bool HasRoom => _nodes.Count < shown.Nodes.Count + MaxHiddenNodes;

        public UnfoldableNeighborhood Grow()
        {
            foreach (var (more, objects) in hiddenSteps)
            {
                RevealSteps((MoreNode)shown.Nodes[more], objects);
            }

            for (var next = 0; next < _nodes.Count && HasRoom; next++)
            {
                if (_nodes[next] is ObjectNode node)
                {
                    LookBehind(node);
                }
            }

            ConnectObjects();
            return new UnfoldableNeighborhood(shown, shown with { Nodes = _nodes, Edges = [.. shown.Edges, .. _hiddenEdges] }, _revealedBy);
        }

        private void LookBehind(ObjectNode node)
        {
            var found = Around([node.ObjectIndex], depth: 1, tooMany: _shownNeighbors.GetValueOrDefault(node.Id) + MaxBehind);
            var fresh = found.Nodes.Where(neighbour => neighbour is not MoreNode).Select(neighbour => IdOf(neighbour, node))
                .Where(id => id >= shown.Nodes.Count && id != node.Id).ToList();
            foreach (var more in _moreByHolder[node.Id].OrderBy(more => more is not MoreObjects))   // those of one type choose first
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

            var beyond = found.Nodes.OfType<MoreNode>().ToArray();
            int[] later = [.. fresh.Skip(MaxRevealed)];
            if (later.Length > 0)
            {
                beyond = [new MoreNeighbors(0, 0, later.Length + beyond.Sum(more => more.HiddenCount))
                {
                    Bytes = later.Sum(id => _nodes[id].Bytes) + beyond.Sum(more => more.Bytes),
                }];
            }

            int[] folded = [.. beyond.Select(hidden => MoreOf(node, hidden))];
            _revealedBy[node.Id] = [.. fresh.Take(MaxRevealed), .. folded];
            if (later.Length > 0)
            {
                Reveal((MoreNode)_nodes[folded[0]], later);
            }
        }

        private static bool IsBehind(MoreNode more, NeighborhoodNode node) => more switch
        {
            MoreObjects objects => node.TypeIfAny == objects.Type,
            MoreRoots roots => node.RootIfAny?.Kind == roots.First.Kind,
            _ => true,
        };

        private void RevealSteps(MoreNode more, IReadOnlyList<int> objects)
        {
            // Of a long list its two ends, which tell what leads in and out.
            var isWhole = objects.Count <= 2 * MaxRevealed;
            int[] ends = isWhole ? [.. objects] : [.. objects.Take(MaxRevealed), .. objects.TakeLast(MaxRevealed)];
            var nodes = Around(ends, depth: 0, tooMany: 0).Nodes.OfType<ObjectNode>().ToDictionary(node => node.ObjectIndex);
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
        private void Reveal(MoreNode more, int[] behind, (int Before, int After)? between = null)
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

        private int MoreOf(ObjectNode holder, MoreNode more)
        {
            _nodes.Add(more with { Id = _nodes.Count, Depth = holder.Depth + 1 });
            _hiddenEdges.Add(shown.Direction == ReferenceDirection.Referrers
                ? new NeighborhoodEdge(_nodes.Count - 1, holder.Id, null)
                : new NeighborhoodEdge(holder.Id, _nodes.Count - 1, null));
            return _nodes.Count - 1;
        }

        private int IdOf(NeighborhoodNode found, NeighborhoodNode holder)
        {
            if (KnownIdOf(found) is { } known)
            {
                return known;
            }

            var (id, depth) = (_nodes.Count, holder.Depth + (holder is ObjectNode ? 1 : 0));
            if (found is ObjectNode { ObjectIndex: var index } node)
            {
                _nodeByObject.Add(index, id);
                _nodes.Add(node with { Id = id, Depth = depth, Role = ObjectRole.Neighbor });
            }
            else
            {
                _nodeByRoot.Add(found.RootIfAny!.Value.Place, id);
                _nodes.Add(found with { Id = id, Depth = depth });
            }

            return id;
        }

        /// <summary>Every reference between two objects of which at least one is not seen at first.</summary>
        private void ConnectObjects()
        {
            var objects = _nodeByObject.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToArray();
            var connected = Around(objects, depth: 0, tooMany: int.MaxValue);
            foreach (var edge in connected.Edges)
            {
                if (KnownIdOf(connected.Nodes[edge.From]) is { } from && KnownIdOf(connected.Nodes[edge.To]) is { } to && Math.Max(from, to) >= shown.Nodes.Count && !IsBesideTheChain(from, to))
                {
                    _hiddenEdges.Add(edge with { From = from, To = to });
                }
            }
        }

        private int? KnownIdOf(NeighborhoodNode node) => node switch
        {
            RootNode { Root: var root } => _nodeByRoot.TryGetValue(root.Place, out var id) ? id : null,
            ObjectNode { ObjectIndex: var index } => _nodeByObject.TryGetValue(index, out var id) ? id : null,
            _ => null,
        };

        /// <summary>A picture of chains shows of the references between their steps only those that they follow.</summary>
        private bool IsBesideTheChain(int from, int to) =>
            _steps.Count > 0 && IsStep(from) && IsStep(to) && !_stepPairs.Contains((from, to));

        private bool IsStep(int id) => id < shown.Nodes.Count || _steps.Contains(id);

        private ReferenceNeighborhood Around(IReadOnlyList<int> objects, int depth, int tooMany) => ReferenceNeighborhood.Of(
            snapshot, objects, objects.Count, options with { Direction = shown.Direction, MaxDepth = depth, TooMany = tooMany, LargestPart = 1, MaxNodes = int.MaxValue });
    }
}

using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Chains as the nodes and arrows of a picture: an object or a root that several chains share is one box.</summary>
internal static class ChainPicture
{
    /// <summary>Draws the chains one after the other, as long as there is room for a whole one.</summary>
    /// <param name="report">The chains.</param>
    /// <param name="maxSteps">Steps to show of each chain, at most; 1 or more.</param>
    /// <param name="maxNodes">Boxes to show, at most; the objects asked about are always shown.</param>
    public static ReferenceNeighborhood Of(ChainReport report, int maxSteps, int maxNodes)
    {
        var drawing = new Drawing(maxNodes);
        drawing.AddTargets(report.Objects);
        foreach (var found in report.Objects)
        {
            foreach (var chain in found.Chains)
            {
                drawing.AddChain(chain, FoldedChain.Of(chain, maxSteps));
            }

            drawing.AddReferrers(found);
        }

        return new ReferenceNeighborhood(
            ReferenceDirection.Referrers, drawing.Nodes, drawing.Edges, report.ChosenObjects, drawing.IsCut, report.Coverage);
    }

    /// <summary>One sentence per thing that the picture does not show.</summary>
    public static IEnumerable<Remark> MissingFrom(ChainReport report, ReferenceNeighborhood picture, bool shortNames) =>
    [
        .. report.Objects.Where(found => found.Chains.Count == 0).Select(found =>
            Remark.With($"{Wording.NameOf(found.Object.Type, shortNames)} {found.Object.Address:x}: {Wording.WithoutChain(report, found)}.")),
        .. picture.IsCutByNodes ? (IEnumerable<Remark>)[Remark.With($"Not all is shown: {Term.MaxNodes} was reached.")] : [],
        .. Wording.MissingFrom(report, shortNames),
    ];

    private sealed class Drawing(int maxNodes)
    {
        private readonly Dictionary<int, int> _nodeByObject = [];
        private readonly Dictionary<(HeapRootKind, string?, ulong), int> _nodeByRoot = [];
        private readonly Dictionary<(int First, int Last, int Count), int> _nodeByHidden = [];
        private readonly HashSet<(int From, int To)> _connected = [];

        public List<NeighborhoodNode> Nodes { get; } = [];

        public List<NeighborhoodEdge> Edges { get; } = [];

        public bool IsCut { get; private set; }

        public void AddTargets(IEnumerable<ObjectChains> objects)
        {
            foreach (var found in objects)
            {
                NodeOf(found.Object, 0, ObjectRole.Target);
            }
        }

        public void AddChain(ReferenceChain chain, IReadOnlyList<FoldedStep> steps)
        {
            var isFreshStart = chain.From is { } from ? !_nodeByObject.ContainsKey(from.ObjectIndex) : !_nodeByRoot.ContainsKey(chain.Root.Place);
            var fresh = steps.Count(shown => !_nodeByObject.ContainsKey(shown.Step.ObjectIndex))
                + steps.Count(shown => shown.HiddenBefore.Count > 0) + (isFreshStart ? 1 : 0);
            if (Nodes.Count + fresh > maxNodes)
            {
                IsCut = true;
                return;
            }

            var depth = steps.Count + steps.Count(shown => shown.HiddenBefore.Count > 0);
            var before = chain.From is { } start ? NodeOf(start, depth, ObjectRole.Start) : RootNodeOf(chain.Root, depth);
            foreach (var (step, hidden) in steps)
            {
                if (hidden.Count > 0)
                {
                    before = Connect(before, NodeOf(hidden, --depth), []);
                }

                before = Connect(before, NodeOf(step, --depth, ObjectRole.Neighbor), hidden.Count > 0 ? [] : step.Via);
            }
        }

        public void AddReferrers(ObjectChains found)
        {
            var target = _nodeByObject[found.Object.ObjectIndex];
            var room = Math.Max(0, maxNodes - Nodes.Count);
            IsCut |= found.Referrers.Count > room;
            foreach (var referrer in found.Referrers.Take(room))
            {
                Connect(
                    NodeOf(referrer.Object, 1, ObjectRole.Neighbor), target, referrer.Via, referrer.IsWeak ? ReferenceStrength.Weak : ReferenceStrength.Strong);
            }

            if (found.ReferrerCount > found.Referrers.Count)
            {
                var more = new MoreNeighbors(Nodes.Count, 1, found.ReferrerCount - found.Referrers.Count) { Bytes = found.HiddenReferrerBytes };
                Nodes.Add(more);
                Connect(more.Id, target, []);
            }
        }

        private int NodeOf(ChainStep step, int depth, ObjectRole role)
        {
            if (_nodeByObject.TryAdd(step.ObjectIndex, Nodes.Count))
            {
                Nodes.Add(new ObjectNode(Nodes.Count, depth, role, step.ObjectIndex, step.Type, step.Address)
                {
                    Bytes = step.Bytes,
                    Value = step.Value,
                    ReferrerCount = step.ReferrerCount,
                    IsHighlighted = step.IsHighlighted,
                });
            }

            return _nodeByObject[step.ObjectIndex];
        }

        /// <summary>One box for steps that are hidden; chains that hide the same ones share it.</summary>
        private int NodeOf(IReadOnlyList<ChainStep> hidden, int depth)
        {
            if (_nodeByHidden.TryAdd((hidden[0].ObjectIndex, hidden[^1].ObjectIndex, hidden.Count), Nodes.Count))
            {
                Nodes.Add(new MoreSteps(Nodes.Count, depth, hidden.Count) { Bytes = hidden.Sum(step => step.Bytes) });
            }

            return _nodeByHidden[(hidden[0].ObjectIndex, hidden[^1].ObjectIndex, hidden.Count)];
        }

        private int RootNodeOf(HeapRoot root, int depth)
        {
            if (_nodeByRoot.TryAdd(root.Place, Nodes.Count))
            {
                Nodes.Add(new RootNode(Nodes.Count, depth, root));
            }

            return _nodeByRoot[root.Place];
        }

        private int Connect(int from, int to, IReadOnlyList<SlotLabel> labels, ReferenceStrength strength = ReferenceStrength.Strong)
        {
            if (_connected.Add((from, to)))
            {
                Edges.AddRange((labels.Count == 0 ? (IEnumerable<SlotLabel?>)[null] : labels.Select(label => (SlotLabel?)label)).Select(label => new NeighborhoodEdge(from, to, label)
                {
                    Strength = label?.Kind == SlotKind.DependentHandle ? ReferenceStrength.Dependent : strength,
                }));
            }

            return to;
        }
    }
}

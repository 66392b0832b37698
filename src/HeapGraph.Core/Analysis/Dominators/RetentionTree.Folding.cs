using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

internal sealed partial record RetentionTree
{
    /// <summary>Folds a dominator tree. O(references) time; 12 bytes per object meanwhile.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="options">What to fold away.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static RetentionTree Of(ObjectGraph graph, DominatorTree tree, RetentionTreeOptions options, CancellationToken cancellation = default)
    {
        var folding = new Folding(graph, tree, options, cancellation);
        return new RetentionTree(folding.Top(), tree.ReachableCount, tree.ReachableBytes, options, graph.Coverage);
    }

    private sealed class Folding
    {
        private readonly ObjectGraph _graph;
        private readonly DominatorTree _tree;
        private readonly RetentionTreeOptions _options;
        private readonly CancellationToken _cancellation;
        private readonly double _leastBytes;
        private readonly int[] _retainedObjects;

        public Folding(ObjectGraph graph, DominatorTree tree, RetentionTreeOptions options, CancellationToken cancellation)
        {
            (_graph, _tree, _options, _cancellation) = (graph, tree, options, cancellation);
            _leastBytes = (options.Under == DominatorTree.VirtualRoot ? tree.ReachableBytes : tree.RetainedBytesOf(options.Under)) * options.MinPercent / 100;
            _retainedObjects = new int[graph.ObjectCount];
            for (var visit = tree.ReachableCount - 1; visit >= 0; visit--)
            {
                var index = tree.Preorder[visit];
                var count = ++_retainedObjects[index];
                if (tree.DominatorOf(index) is >= 0 and var dominator)
                {
                    _retainedObjects[dominator] += count;
                }
            }
        }

        public RetentionNode Top()
        {
            if (_options.Under != DominatorTree.VirtualRoot)
            {
                return _tree.IsReachable(_options.Under) ? NodeOf([_options.Under], 0) : new RetentionNode(RetentionKind.Heap, 0, 0, 0, 0, []);
            }

            var ownership = new RootOwnership(_graph, _tree, _cancellation);
            var byRoot = new Dictionary<(HeapRootKind, string?), (HeapRoot Root, List<int> Objects)>();
            var shared = new List<int>();
            foreach (var child in _tree.Children[DominatorTree.VirtualRoot])
            {
                if (ownership.RootOf(child) is not { } root)
                {
                    shared.Add(child);
                }
                else if (byRoot.TryGetValue((root.Kind, root.Name), out var held))
                {
                    held.Objects.Add(child);
                }
                else
                {
                    byRoot.Add((root.Kind, root.Name), (root, [child]));
                }
            }

            IEnumerable<Group> groups = byRoot.Values.Select(held => Group(RetentionKind.Root, held.Root, held.Objects));
            var all = Group(RetentionKind.Heap, null, []) with { RetainedObjects = _tree.ReachableCount, RetainedBytes = _tree.ReachableBytes };
            return NodeOf(all, shared.Count == 0 ? groups : groups.Append(Group(RetentionKind.Shared, null, shared)), 0);
        }

        /// <summary>Objects of one type. Those of the same type right below them are taken in: a list, a tree.</summary>
        private RetentionNode NodeOf(List<int> objects, int depth)
        {
            _cancellation.ThrowIfCancellationRequested();
            var group = Group(RetentionKind.Objects, null, [.. objects]);
            var (members, type) = (group.Objects, _graph.TypeIndexOf(objects[0]));
            var below = new List<int>();
            for (var at = 0; at < members.Count; at++)
            {
                foreach (var child in _tree.Children[members[at]])
                {
                    (_graph.TypeIndexOf(child) == type ? members : below).Add(child);
                }
            }

            return NodeOf(group, ByType(below), depth);
        }

        private RetentionNode NodeOf(Group group, IEnumerable<Group> below, int depth)
        {
            var isObjects = group.Kind == RetentionKind.Objects;
            return new RetentionNode(
                group.Kind,
                isObjects ? group.Objects.Count : 0,
                isObjects ? group.Objects.Sum(_graph.BytesOf) : 0,
                group.RetainedObjects,
                group.RetainedBytes,
                Shown(below, depth))
            {
                Root = group.Root,
                Type = isObjects ? _graph.TypeOf(group.Objects[0]) : null,
                Address = isObjects && group.Objects is [var only] ? _graph.AddressOf(only) : 0,
            };
        }

        /// <summary>The groups that are worth a node, and one node for all others.</summary>
        private RetentionNode[] Shown(IEnumerable<Group> groups, int depth)
        {
            var (shown, objects, bytes) = (new List<(RetentionNode Node, int First)>(), 0L, 0L);
            foreach (var group in groups)
            {
                if (depth < _options.MaxDepth && group.RetainedBytes >= _leastBytes)
                {
                    shown.Add((group.Kind == RetentionKind.Objects ? NodeOf(group.Objects, depth + 1) : NodeOf(group, ByType(group.Objects), depth + 1), group.Objects.Min()));
                }
                else
                {
                    (objects, bytes) = (objects + group.RetainedObjects, bytes + group.RetainedBytes);
                }
            }

            IEnumerable<RetentionNode> sorted = shown.OrderByDescending(child => child.Node.RetainedBytes)
                .ThenBy(child => child.Node.Kind).ThenBy(child => child.Node.Type?.Name ?? child.Node.Root?.Name, StringComparer.Ordinal).ThenBy(child => child.First).Select(child => child.Node);
            return [.. sorted, .. objects > 0 ? (RetentionNode[])[new RetentionNode(RetentionKind.Others, objects, bytes, objects, bytes, [])] : []];
        }

        private IEnumerable<Group> ByType(List<int> objects)
        {
            var byType = new Dictionary<int, List<int>>();
            foreach (var index in objects)
            {
                ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(byType, _graph.TypeIndexOf(index), out _);
                (same ??= []).Add(index);
            }

            return byType.Values.Select(same => Group(RetentionKind.Objects, null, same));
        }

        private Group Group(RetentionKind kind, HeapRoot? root, List<int> objects) =>
            new(kind, root, objects, objects.Sum(index => (long)_retainedObjects[index]), objects.Sum(_tree.RetainedBytesOf));
    }

    /// <summary>Objects that become a node, or a part of the others.</summary>
    private sealed record Group(RetentionKind Kind, HeapRoot? Root, List<int> Objects, long RetainedObjects, long RetainedBytes);
}

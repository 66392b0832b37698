using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>Which of the objects at the top of a dominator tree hang on one GC root alone, directly or through others: if it
/// were cleared, they would go. The roots of a kind that have no names count as one.</summary>
/// <remarks>Data-flow over the references between the trees below the top: an object has the root that all its ways have, or
/// is shared. One pass over all references; 8 bytes per object meanwhile, and 4 per reference between two such trees.</remarks>
internal sealed class RootOwnership
{
    private const int Shared = -1, Unknown = -2, BelowTop = -3;

    private readonly int[] _rootByTop;   // by object number
    private readonly List<HeapRoot> _roots = [];
    private readonly Dictionary<int, List<int>> _references = [];   // from one object at the top to another
    private readonly Stack<int> _changed = [];

    public RootOwnership(ObjectGraph graph, DominatorTree tree, CancellationToken cancellation)
    {
        var topByObject = new int[graph.ObjectCount];
        _rootByTop = new int[graph.ObjectCount];
        Array.Fill(_rootByTop, BelowTop);
        foreach (var index in tree.Preorder)
        {
            var dominator = tree.DominatorOf(index);
            topByObject[index] = dominator >= 0 ? topByObject[dominator] : index;
            _rootByTop[index] = dominator >= 0 ? BelowTop : Unknown;
        }

        NumberRoots(graph);
        for (var visit = 0; visit < tree.ReachableCount; visit++)
        {
            if ((visit & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var source = tree.Preorder[visit];
            foreach (var target in graph.References[source])
            {
                // A static field is a root and a slot in the runtime's storage, but one place all the same.
                if (_rootByTop[target] is >= 0 or Unknown && topByObject[source] is var top && top != target && !graph.StaticStorage.Contains(source))
                {
                    Note(top, target);
                }
            }
        }

        while (_changed.TryPop(out var next))
        {
            foreach (var target in _references.GetValueOrDefault(next, []))
            {
                Meet(target, _rootByTop[next]);
            }
        }
    }

    /// <summary>The root that alone keeps an object at the top alive; null when several do.</summary>
    public HeapRoot? RootOf(int top) => _rootByTop[top] is >= 0 and var root ? _roots[root] : null;

    private void NumberRoots(ObjectGraph graph)
    {
        var numbers = new Dictionary<(HeapRootKind, string?), int>();
        foreach (var root in graph.Roots.Where(root => _rootByTop[root.ObjectIndex] != BelowTop))
        {
            if (!numbers.TryGetValue((root.Kind, root.Name), out var number))
            {
                numbers.Add((root.Kind, root.Name), number = _roots.Count);
                _roots.Add(root);
            }

            Meet(root.ObjectIndex, number);
        }
    }

    private void Note(int top, int target)
    {
        Meet(target, _rootByTop[top]);

        // What is shared stays so; all else may change.
        if (_rootByTop[target] != Shared && _rootByTop[top] != Shared)
        {
            if (_references.TryGetValue(top, out var targets))
            {
                targets.Add(target);
            }
            else
            {
                _references.Add(top, [target]);
            }
        }
    }

    private void Meet(int target, int root)
    {
        var known = _rootByTop[target];
        if (root != Unknown && known != root && known != Shared)
        {
            _rootByTop[target] = known == Unknown ? root : Shared;
            _changed.Push(target);
        }
    }
}

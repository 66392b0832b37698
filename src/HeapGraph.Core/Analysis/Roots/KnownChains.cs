namespace HeapGraph.Core.Analysis.Roots;

/// <summary>The chains to one object that were found already, as a tree: those that begin alike share its upper nodes.</summary>
internal sealed class KnownChains
{
    private readonly List<Node> _nodes = [];
    private readonly List<int[]> _nodesByChain = [];
    private readonly Dictionary<((HeapRootKind, string?, ulong) Place, int ObjectIndex), int> _nodeByRoot = [];
    private readonly Dictionary<(int Parent, int ObjectIndex), int> _nodeByStep = [];
    private readonly Dictionary<int, List<int>> _nodesByInnerObject = [];

    /// <summary>Whether an object lies on a chain, before its end.</summary>
    public bool Contains(int objectIndex) => _nodesByInnerObject.ContainsKey(objectIndex);

    /// <summary>Every object that lies on a chain, before its end.</summary>
    public IReadOnlyCollection<int> InnerObjects => _nodesByInnerObject.Keys;

    /// <summary>Adds a chain.</summary>
    public void Add(ReferenceChain chain)
    {
        var nodes = new int[chain.Steps.Count];
        for (var depth = 0; depth < nodes.Length; depth++)
        {
            var index = chain.Steps[depth].ObjectIndex;
            nodes[depth] = depth == 0
                ? NodeFor(_nodeByRoot, (chain.Root.Place, index), new Node(index, depth, _nodesByChain.Count, chain.Root))
                : NodeFor(_nodeByStep, (nodes[depth - 1], index), new Node(index, depth, _nodesByChain.Count, chain.Root));
            if (depth < nodes.Length - 1)
            {
                if (!_nodesByInnerObject.TryGetValue(index, out var same))
                {
                    _nodesByInnerObject[index] = same = [];
                }

                same.Add(nodes[depth]);
            }
        }

        _nodesByChain.Add(nodes);
    }

    /// <summary>The node of a chain's first object, below its root; null when no chain begins so.</summary>
    public int? Begin(HeapRoot root) => _nodeByRoot.TryGetValue((root.Place, root.ObjectIndex), out var node) ? node : null;

    /// <summary>The node of the object that some chain leads on to; null when none does.</summary>
    public int? Next(int node, int objectIndex) => _nodeByStep.TryGetValue((node, objectIndex), out var next) ? next : null;

    /// <summary>The object at a node.</summary>
    public int ObjectAt(int node) => _nodes[node].ObjectIndex;

    /// <summary>The root of the chains through a node.</summary>
    public HeapRoot RootOf(int node) => _nodes[node].Root;

    /// <summary>The objects from the first of a node's chains down to the node.</summary>
    public IEnumerable<int> DownTo(int node) =>
        _nodesByChain[_nodes[node].Chain].Take(_nodes[node].Depth + 1).Select(ObjectAt);

    /// <summary>Whether an object lies on the way down to a node, or at it. O(chains).</summary>
    public bool IsOnWayTo(int node, int objectIndex) =>
        _nodesByInnerObject.TryGetValue(objectIndex, out var same)
        && same.Exists(other => _nodes[other].Depth <= _nodes[node].Depth && _nodesByChain[_nodes[node].Chain][_nodes[other].Depth] == other);

    private int NodeFor<TKey>(Dictionary<TKey, int> nodes, TKey key, Node made)
        where TKey : notnull
    {
        if (!nodes.TryGetValue(key, out var node))
        {
            node = nodes[key] = _nodes.Count;
            _nodes.Add(made);
        }

        return node;
    }

    /// <summary>A node, with one of the chains that lead to it.</summary>
    private readonly record struct Node(int ObjectIndex, int Depth, int Chain, HeapRoot Root);
}

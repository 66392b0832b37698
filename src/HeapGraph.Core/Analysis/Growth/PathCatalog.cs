using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>The paths of several snapshots, each once: a root by kind and name, or a step from a path by slot to objects
/// of a type. By these numbers a path is the same in all of them, wherever its objects lie.</summary>
/// <remarks>A path that would repeat a step of its own ends in the step that it repeats, so a linked list or a tree is
/// one path however deep it is. Some 60 bytes per path. For one thread.</remarks>
internal sealed class PathCatalog
{
    /// <summary>In place of a parent: the path is a root.</summary>
    public const int None = -1;

    private readonly List<PathNode> _nodes = [];
    private readonly Dictionary<(int Parent, ushort Slot, int Type), int> _nodeByStep = [];
    private readonly Dictionary<(HeapRootKind Kind, string? Name), int> _nodeByRoot = [];
    private readonly List<HeapType> _types = [];
    private readonly Dictionary<HeapType, int> _typeByName = new(HeapTypeByName.Order);

    /// <summary>Number of paths.</summary>
    public int Count => _nodes.Count;

    public PathNode this[int path] => _nodes[path];

    /// <summary>The types by their numbers in the catalog.</summary>
    public IReadOnlyList<HeapType> Types => _types;

    /// <summary>The number of a type, the same for each snapshot.</summary>
    public int NumberOf(HeapType type)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_typeByName, type, out var exists);
        if (!exists)
        {
            number = _types.Count;
            _types.Add(type);
        }

        return number;
    }

    /// <summary>The path of a root.</summary>
    public int RootOf(HeapRootKind kind, string? name)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodeByRoot, (kind, name), out var exists);
        if (!exists)
        {
            node = _nodes.Count;
            _nodes.Add(new PathNode(None, 0, None, kind, name));
        }

        return node;
    }

    /// <summary>The path one step further.</summary>
    /// <param name="parent">The path so far.</param>
    /// <param name="slot">A <see cref="ReferenceSlot"/>.</param>
    /// <param name="type">Number of the type that the step leads to.</param>
    public int StepFrom(int parent, ushort slot, int type)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodeByStep, (parent, slot, type), out var exists);
        if (!exists)
        {
            node = RepeatedBy(parent, slot, type);
            if (node == None)
            {
                node = _nodes.Count;
                _nodes.Add(new PathNode(parent, slot, type, default, null));
            }
            else
            {
                _nodes[node] = _nodes[node] with { IsRepeated = true };
            }
        }

        return node;
    }

    /// <summary>The step of the path that leads from the same type by the same slot to the same type, or has that type at its end.</summary>
    private int RepeatedBy(int parent, ushort slot, int type)
    {
        var from = _nodes[parent].Type;
        if (from == type)
        {
            return parent;
        }

        for (var node = parent; node != None && _nodes[node].Parent != None; node = _nodes[node].Parent)
        {
            if (_nodes[node].Type == type && _nodes[node].Slot == slot && _nodes[_nodes[node].Parent].Type == from)
            {
                return node;
            }
        }

        return None;
    }
}

/// <summary>One path: a root, or the last step of it.</summary>
/// <param name="Parent">The path without its last step; <see cref="PathCatalog.None"/> for a root.</param>
/// <param name="Slot">The slot that the step leaves its object by.</param>
/// <param name="Type">Number of the type that it leads to; <see cref="PathCatalog.None"/> for a root.</param>
/// <param name="RootKind">Kind of a root.</param>
/// <param name="RootName">Name of a root; null where roots of one kind have none.</param>
internal readonly record struct PathNode(int Parent, ushort Slot, int Type, HeapRootKind RootKind, string? RootName)
{
    /// <summary>Whether steps further on lead back to it: a linked list, a tree.</summary>
    public bool IsRepeated { get; init; }
}

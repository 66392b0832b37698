using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Piles;

/// <summary>What is in the objects of a pile that stand between the program and its own: inner nodes, collections, .NET's own.</summary>
internal static class PileContents
{
    /// <summary>Of a pile of inner nodes, such as a ConcurrentDictionary's, what is in them.</summary>
    public static Pile PassingNodes(InspectedHeap heap, Pile pile)
    {
        var type = heap.Graph.Types[pile.Type];
        if (pile.Holder < 0 || !FrameworkCollections.OwnsNested(type))
        {
            return pile;
        }

        // Nodes of one bucket hang on each other.
        var nodes = ObjectsOf(heap, pile).ToList();
        for (var at = 0; at < nodes.Count; at++)
        {
            foreach (var child in heap.Tree.Children[nodes[at]])
            {
                if (heap.Graph.TypeIndexOf(child) == pile.Type)
                {
                    nodes.Add(child);
                }
            }
        }

        var inNodes = LevelBelow(heap, nodes, besides: pile.Type);
        return inNodes.Count < LeakThresholds.LeastLarge ? pile : pile with
        {
            Type = heap.Graph.TypeIndexOf(inNodes[0]), Objects = inNodes.Count, Largest = inNodes.MaxBy(heap.Tree.RetainedBytesOf), InNodes = inNodes,
        };
    }

    /// <summary>The objects of a pile; of a list of nodes, which hang on each other, the first alone.</summary>
    public static IReadOnlyList<int> ObjectsOf(InspectedHeap heap, Pile pile) =>
        pile.InNodes ?? [.. heap.Tree.Children[pile.Holder].ToArray().Where(child => heap.Graph.TypeIndexOf(child) == pile.Type)];

    /// <summary>All of them, the nodes of a list too.</summary>
    public static IReadOnlyList<int> AllOf(InspectedHeap heap, Pile pile)
    {
        var objects = ObjectsOf(heap, pile);
        if (objects.Count >= pile.Objects)
        {
            return objects;
        }

        var nodes = new List<int>();
        return Pile.NodesOf(heap, pile.Largest, pile.Type, nodes) == pile.Objects ? nodes : objects;
    }

    /// <summary>Right below some objects in the dominator tree, those of the type, besides one, that retains most.</summary>
    private static List<int> LevelBelow(InspectedHeap heap, IReadOnlyList<int> level, int besides = -1)
    {
        var bytesByType = new Dictionary<int, long>();
        foreach (var item in level)
        {
            foreach (var child in heap.Tree.Children[item])
            {
                CollectionsMarshal.GetValueRefOrAddDefault(bytesByType, heap.Graph.TypeIndexOf(child), out _) += heap.Tree.RetainedBytesOf(child);
            }
        }

        var below = new List<int>();
        var most = bytesByType.Where(type => type.Key != besides).OrderByDescending(type => type.Value).ThenBy(type => type.Key)
            .FirstOrDefault(new KeyValuePair<int, long>(-1, 0)).Key;
        foreach (var item in level)
        {
            foreach (var child in heap.Tree.Children[item])
            {
                if (heap.Graph.TypeIndexOf(child) == most)
                {
                    below.Add(child);
                }
            }
        }

        return below;
    }

    /// <summary>What stands in the objects of a pile that are collections themselves, or .NET's own.</summary>
    public static string? InnerOf(InspectedHeap heap, Pile[] piles)
    {
        var type = heap.Graph.Types[piles[0].Type];
        if (piles[0].Holder < 0 || !IsWrapping(type))
        {
            return null;
        }

        List<int> level = [.. piles.SelectMany(pile => ObjectsOf(heap, pile))];
        var isList = level.Count < piles.Sum(pile => pile.Objects);
        while (level.Count > 0 && !isList && IsWrapping(heap.Graph.TypeOf(level[0])))
        {
            level = LevelBelow(heap, level);
        }

        return level.Count == 0 || isList ? null
            : $"{level.Count:N0} {heap.Graph.TypeOf(level[0]).ShortName}";

        static bool IsWrapping(HeapType type) => FrameworkNames.IsCollection(type) || FrameworkNames.Owns(type);
    }
}

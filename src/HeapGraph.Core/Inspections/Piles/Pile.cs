using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Piles;

/// <summary>Many objects of one type that one object keeps alive: right below it in the dominator tree, or as one list of
/// nodes that hang on each other.</summary>
/// <param name="Holder">The object, or <see cref="DominatorTree.VirtualRoot"/> when several hold each of them.</param>
/// <param name="Type">Their type, by index.</param>
/// <param name="Objects">How many.</param>
/// <param name="RetainedBytes">What they retain.</param>
/// <param name="Largest">The one that retains most.</param>
internal readonly record struct Pile(int Holder, int Type, long Objects, long RetainedBytes, int Largest)
{
    private const int MaxBesideNext = 64;   // what has more right below is no node of a list

    /// <summary>The objects, where they do not stand right below the holder but in a collection's inner nodes.</summary>
    public IReadOnlyList<int>? InNodes { get; init; }

    /// <summary>Finds every pile of at least so many objects that is worth it. Two passes over the tree, and one over the
    /// children of those that have many or retain much; on two cores.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="leastObjects">Objects with fewer children are passed over.</param>
    /// <param name="leastBytes">A list that retains less is never worth it.</param>
    /// <param name="isWorthIt">Number of objects and what they retain without the largest, which may be a pile's owner itself.</param>
    public static List<Pile> In(InspectedHeap heap, int leastObjects, long leastBytes, Func<long, long, bool> isWorthIt)
    {
        var (graph, tree) = (heap.Graph, heap.Tree);
        var piles = new List<Pile>();
        var held = ObjectSet.Of(graph.ObjectCount, graph.Roots.Select(root => root.ObjectIndex));
        var children = tree.Children;
        var lists = Task.Run(Lists, heap.Cancellation);
        foreach (var visit in children.VisitsWith(leastObjects))
        {
            AddBelow(visit == 0 ? DominatorTree.VirtualRoot : tree.Preorder[visit - 1]);
        }

        foreach (var (pile, head) in lists.GetAwaiter().GetResult())
        {
            if (head < 0 || !piles.Exists(known => known.Holder == head))
            {
                piles.Add(pile);
            }
        }

        return piles;

        void AddBelow(int holder)
        {
            var byType = new Dictionary<int, (long Objects, long Retained, int Largest, long LargestRetained)>();
            foreach (var child in tree.Children[holder])
            {
                // What a root holds by itself is no part of a pile.
                if (holder == DominatorTree.VirtualRoot && held.Contains(child))
                {
                    continue;
                }

                var retained = tree.RetainedBytesOf(child);
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(byType, graph.TypeIndexOf(child), out var isKnown);
                sum = !isKnown || retained > sum.LargestRetained
                    ? (sum.Objects + 1, sum.Retained + retained, child, retained)
                    : (sum.Objects + 1, sum.Retained + retained, sum.Largest, sum.LargestRetained);
            }

            piles.AddRange(byType.Where(sum => isWorthIt(sum.Value.Objects, sum.Value.Retained - sum.Value.LargestRetained))
                .Select(sum => new Pile(holder, sum.Key, sum.Value.Objects, sum.Value.Retained, sum.Value.Largest)));
        }

        // What is dominated retains no more than what dominates it: lists that are worth it begin among the few that retain much.
        List<(Pile Pile, int UnlessHeldBy)> Lists()
        {
            var (lists, walked) = (new List<(Pile, int)>(), new ObjectSet(graph.ObjectCount));
            for (var visit = 1; visit <= tree.ReachableCount; visit++)
            {
                if ((visit & 0xFFFFF) == 0)
                {
                    heap.Cancellation.ThrowIfCancellationRequested();
                }

                if (tree.RetainedByVisit[visit] < leastBytes)
                {
                    continue;
                }

                var (head, above) = (tree.Preorder[visit - 1], tree.DominatorByVisit[visit]);
                var type = graph.TypeIndexOf(head);
                if ((above == 0 || graph.TypeIndexOf(tree.Preorder[above - 1]) != type)
                    && NodesOf(heap, head, type) is var nodes && nodes > leastObjects && isWorthIt(nodes, tree.RetainedBytesOf(head)))
                {
                    lists.Add((new Pile(tree.DominatorOf(head), type, nodes, tree.RetainedBytesOf(head), head), head));
                }

                if (!walked.Contains(head))
                {
                    lists.AddRange(Alternating(head, walked).Select(pile => (pile, -1)));
                }
            }

            return lists;
        }

        // A list whose nodes take turns with others between them, as each closure does that keeps the delegate before it. No object
        // stands on two ways that go on where most is retained.
        IEnumerable<Pile> Alternating(int head, ObjectSet walked)
        {
            var byType = new Dictionary<int, (long Nodes, int First)>();
            for (var (node, before) = (head, -1); node >= 0 && graph.TypeIndexOf(node) != before; node = MostRetainingBelow(node))
            {
                walked.Add(node);
                before = graph.TypeIndexOf(node);
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(byType, before, out var isKnown);
                sum = (sum.Nodes + 1, isKnown ? sum.First : node);
            }

            return byType.Where(sum => sum.Value.Nodes > leastObjects && isWorthIt(sum.Value.Nodes, tree.RetainedBytesOf(sum.Value.First)))
                .OrderBy(sum => FrameworkNames.Owns(graph.Types[sum.Key]) || graph.Types[sum.Key].IsDelegate)
                .ThenByDescending(sum => sum.Value.Nodes).ThenBy(sum => sum.Key).Take(1)
                .Select(sum => new Pile(tree.DominatorOf(sum.Value.First), sum.Key, sum.Value.Nodes, tree.RetainedBytesOf(sum.Value.First), sum.Value.First));
        }

        int MostRetainingBelow(int node)
        {
            var children = tree.Children[node];
            var most = children.Length is 0 or > MaxBesideNext ? -1 : children[0];
            foreach (var child in most < 0 ? [] : children)
            {
                most = tree.RetainedBytesOf(child) > tree.RetainedBytesOf(most) ? child : most;
            }

            return most;
        }
    }

    /// <summary>Counts the nodes of a list or a tree: objects of one type right below each other in the dominator tree.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="head">The first one.</param>
    /// <param name="type">Their type, by index.</param>
    /// <param name="into">Takes them; null for nobody.</param>
    public static long NodesOf(InspectedHeap heap, int head, int type, List<int>? into = null)
    {
        var (nodes, open) = (0L, new Stack<int>([head]));
        for (; open.TryPop(out var node); nodes++)
        {
            into?.Add(node);
            foreach (var child in heap.Tree.Children[node])
            {
                if (heap.Graph.TypeIndexOf(child) == type)
                {
                    open.Push(child);
                }
            }
        }

        return nodes;
    }
}

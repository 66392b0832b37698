using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections;

/// <summary>Many objects of one type that one object keeps alive: right below it in the dominator tree, or as one list of
/// nodes that hang on each other.</summary>
/// <param name="Holder">The object, or <see cref="DominatorTree.VirtualRoot"/> when several hold each of them.</param>
/// <param name="Type">Their type, by index.</param>
/// <param name="Objects">How many.</param>
/// <param name="RetainedBytes">What they retain.</param>
/// <param name="Largest">The one that retains most.</param>
internal readonly record struct Pile(int Holder, int Type, long Objects, long RetainedBytes, int Largest)
{
    /// <summary>Finds every pile of at least so many objects that is worth it. A pass over the tree's objects, and one
    /// more over the children of those that have many.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="leastObjects">Objects with fewer children are passed over.</param>
    /// <param name="isWorthIt">Number of objects and what they retain without the largest, which may be a pile's owner itself.</param>
    public static List<Pile> In(InspectedHeap heap, int leastObjects, Func<long, long, bool> isWorthIt)
    {
        var (graph, tree) = (heap.Graph, heap.Tree);
        var piles = new List<Pile>();
        var held = new ObjectSet(graph.ObjectCount);
        foreach (var root in graph.Roots)
        {
            held.Add(root.ObjectIndex);
        }

        AddBelow(DominatorTree.VirtualRoot);
        foreach (var holder in tree.Preorder)
        {
            AddBelow(holder);
        }

        heap.Cancellation.ThrowIfCancellationRequested();
        AddLists();
        return piles;

        void AddBelow(int holder)
        {
            var children = tree.Children[holder];
            if (children.Length < leastObjects)
            {
                return;
            }

            var byType = new Dictionary<int, (long Objects, long Retained, int Largest, long LargestRetained)>();
            foreach (var child in children)
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

        // An object comes after its dominator, so walking backwards completes every node before the one above it.
        void AddLists()
        {
            var below = new int[graph.ObjectCount];
            var preorder = tree.Preorder;
            for (var visit = preorder.Length - 1; visit >= 0; visit--)
            {
                var node = preorder[visit];
                var above = tree.DominatorOf(node);
                if (above >= 0 && graph.TypeIndexOf(above) == graph.TypeIndexOf(node))
                {
                    below[above] += below[node] + 1;
                }
                else if (below[node] >= leastObjects && isWorthIt(below[node] + 1, tree.RetainedBytesOf(node)) && !piles.Exists(pile => pile.Holder == node))
                {
                    piles.Add(new Pile(above, graph.TypeIndexOf(node), below[node] + 1, tree.RetainedBytesOf(node), node));
                }
            }
        }
    }
}

using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph;

internal sealed partial record ObjectTable
{
    /// <summary>The first of some objects in the order asked for, with their values.</summary>
    /// <remarks>O(objects × log limit) time, and memory for what is shown; values are looked up for that alone.</remarks>
    /// <param name="snapshot">The heap.</param>
    /// <param name="objects">The objects that match, by number, each once.</param>
    /// <param name="scope">Which objects count.</param>
    /// <param name="sort">The order.</param>
    /// <param name="limit">How many rows; 0 for all.</param>
    /// <param name="tree">The dominator tree, for what each object keeps alive; null when nobody asked.</param>
    /// <exception cref="ArgumentException">To be sorted by retained bytes without a tree.</exception>
    public static ObjectTable Of(
        HeapSnapshot snapshot,
        IReadOnlyList<int> objects,
        ObjectScope scope,
        ObjectSort sort,
        int limit,
        DominatorTree? tree = null)
    {
        var graph = snapshot.Graph;
        var order = OrderBy(graph, sort, tree);

        // The worst of the best stands in front, to go when a better one comes.
        var best = new PriorityQueue<int, int>(Comparer<int>.Create((a, b) => order(b, a)));
        var bytes = 0L;
        foreach (var index in objects)
        {
            bytes += graph.BytesOf(index);
            if (limit == 0 || best.Count < limit)
            {
                best.Enqueue(index, index);
            }
            else
            {
                best.EnqueueDequeue(index, index);
            }
        }

        var shown = new int[best.Count];
        for (var row = shown.Length - 1; row >= 0; row--)
        {
            shown[row] = best.Dequeue();
        }

        return new ObjectTable(
            scope,
            [.. shown.Select(index => new ObjectTableRow(
                graph.TypeOf(index), graph.AddressOf(index), graph.BytesOf(index), snapshot.Details.ValueOf(index))
            {
                RetainedBytes = tree?.RetainedBytesOf(index), Generation = graph.Generations[index],
            })],
            objects.Count,
            bytes,
            graph.Coverage)
        {
            HasRetainedBytes = tree is not null,
        };
    }

    /// <summary>Objects are numbered by address, so their numbers decide between equals.</summary>
    private static Comparison<int> OrderBy(ObjectGraph graph, ObjectSort sort, DominatorTree? tree)
    {
        switch (sort)
        {
            case ObjectSort.Retained when tree is null:
                throw new ArgumentException("Retained bytes need a dominator tree.", nameof(tree));
            case ObjectSort.Retained:
                return (a, b) => tree.RetainedBytesOf(b).CompareTo(tree.RetainedBytesOf(a)) is var byRetained and not 0 ? byRetained : a.CompareTo(b);
            case ObjectSort.Bytes:
                return (a, b) => graph.BytesOf(b).CompareTo(graph.BytesOf(a)) is var bySize and not 0 ? bySize : a.CompareTo(b);
            case ObjectSort.Type:
                var rankByType = new int[graph.Types.Count];
                foreach (var (rank, type) in Enumerable.Range(0, graph.Types.Count).OrderBy(type => graph.Types[type], HeapTypeByName.Order).Index())
                {
                    rankByType[type] = rank;
                }

                return (a, b) => rankByType[graph.TypeIndexOf(a)].CompareTo(rankByType[graph.TypeIndexOf(b)]) is var byType and not 0 ? byType : a.CompareTo(b);
            default:
                return (a, b) => a.CompareTo(b);
        }
    }
}

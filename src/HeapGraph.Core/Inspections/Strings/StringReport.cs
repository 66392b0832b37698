using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>Makes the table of a heap's strings.</summary>
/// <remarks>A search for equal strings, and for what holds those shown a look at each of their copies and a chain to one of them.</remarks>
internal static class StringReport
{
    private const int MaxLetters = 100;

    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/>, contents and values.</param>
    /// <param name="counting">The objects that count; all when null.</param>
    /// <param name="options">What the table shows.</param>
    /// <param name="tree">The dominator tree, by which holders are told; null to tell none.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static StringTable Of(HeapSnapshot snapshot, ObjectSet? counting, StringOptions options, DominatorTree? tree, CancellationToken cancellation)
    {
        var graph = snapshot.Graph;
        var found = new StringSearch(snapshot, counting, options.Pattern, cancellation);
        var texts = snapshot.Values!.Along(ValuePath.ToSelf);
        var (interned, literals) = (ObjectSet.Of(graph.ObjectCount, StringPool.StringsIn(graph)), ObjectSet.Of(graph.ObjectCount, StringPool.LiteralsIn(graph)));
        using var heap = tree is null ? null : new InspectedHeap(snapshot, tree, null, cancellation);
        StringRow[] rows = [.. found.First(options.Sort, options.Limit).Select(RowOf)];
        return new StringTable(
            options.Scope, rows, found.Values, found.Objects, found.Bytes, found.Wasted, tree is not null && options.Scope == ObjectScope.Reachable ? tree.ReachableBytes : BytesOf(graph, counting), graph.Coverage)
        {
            Pattern = options.Pattern?.Text,
        };

        StringRow RowOf(int[] copies)
        {
            var (held, place) = heap is null ? (0, null) : HolderOf(heap, copies);
            return new StringRow(texts.TextOf(texts.Read(copies[0]), MaxLetters), copies.Length, graph.LengthOf(copies[0]), graph.BytesOf(copies[0]), graph.AddressOf(copies[0]))
            {
                HeldBy = place, Held = held, Interned = copies.Count(interned.Contains), Literals = copies.Count(literals.Contains),
            };
        }
    }

    /// <summary>What holds most of some copies, and how many of them.</summary>
    private static (int Held, string? Place) HolderOf(InspectedHeap heap, int[] copies)
    {
        var byHolder = new Dictionary<int, (int Count, int Copy)>();
        CopyHolders.Count(heap, Array.FindAll(copies, heap.Tree.IsReachable), byHolder);
        if (byHolder.Count == 0)
        {
            return (0, null);
        }

        var (count, copy) = byHolder.OrderByDescending(holder => holder.Value.Count).ThenBy(holder => holder.Value.Copy).First().Value;
        return heap.PlaceOf([copy]) is { } reference ? (count, reference.InWords) : (0, null);
    }

    private static long BytesOf(ObjectGraph graph, ObjectSet? counting)
    {
        var bytes = 0L;
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            bytes += counting?.Contains(index) == false ? 0 : graph.BytesOf(index);
        }

        return bytes;
    }
}

using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>Who holds equal copies: the type of what dominates each.</summary>
internal static class CopyHolders
{
    private const int NoHolder = -3;

    /// <summary>Counts copies of one value.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="copies">The copies.</param>
    /// <param name="byHolder">By the holder's type, <see cref="DominatorTree.VirtualRoot"/> where no one object holds them, their number and one of them.</param>
    public static void Count(InspectedHeap heap, ReadOnlySpan<int> copies, Dictionary<int, (int Count, int Copy)> byHolder)
    {
        var (run, last) = (0, NoHolder);
        for (var index = 0; index <= copies.Length; index++)
        {
            // Mostly all copies of a value are held alike.
            var holder = index == copies.Length ? NoHolder : HolderOf(heap, copies[index]);
            if (holder == last)
            {
                run++;
                continue;
            }

            if (run > 0)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(byHolder, last, out _);
                count = (count.Count + run, copies[index - 1]);
            }

            (run, last) = (1, holder);
        }
    }

    private static int HolderOf(InspectedHeap heap, int copy) =>
        heap.Tree.DominatorOf(copy) is >= 0 and var dominator ? heap.Graph.TypeIndexOf(dominator) : DominatorTree.VirtualRoot;
}

using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>Who holds equal copies: the type of what dominates each.</summary>
internal static class CopyHolders
{
    private const int NoHolder = -3;
    private const int AtOnce = 256;   // copies

    /// <summary>Counts copies of one value.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="copies">The copies.</param>
    /// <param name="byHolder">By the holder's type, <see cref="DominatorTree.VirtualRoot"/> where no one object holds them, their number and one of them.</param>
    public static void Count(InspectedHeap heap, ReadOnlySpan<int> copies, Dictionary<int, (int Count, int Copy)> byHolder)
    {
        Span<int> holders = stackalloc int[AtOnce];
        var (run, last, lastCopy) = (0, NoHolder, 0);
        for (; copies.Length > 0; copies = copies[Math.Min(AtOnce, copies.Length)..])
        {
            var some = copies[..Math.Min(AtOnce, copies.Length)];
            heap.Tree.DominatorsOf(some, holders);
            for (var index = 0; index < some.Length; index++)
            {
                holders[index] = holders[index] >= 0 ? heap.Graph.TypeIndexOf(holders[index]) : DominatorTree.VirtualRoot;
            }

            for (var index = 0; index < some.Length; index++)
            {
                // Mostly all copies of a value are held alike.
                if (holders[index] != last)
                {
                    Add();
                    (run, last) = (0, holders[index]);
                }

                (run, lastCopy) = (run + 1, some[index]);
            }
        }

        Add();

        void Add()
        {
            if (run > 0)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(byHolder, last, out _);
                count = (count.Count + run, lastCopy);
            }
        }
    }
}

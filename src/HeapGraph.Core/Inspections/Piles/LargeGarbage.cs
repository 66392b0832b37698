using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Inspections.Piles;

/// <summary>Garbage that is most of the heap: who looks for what fills it finds it in no chain.</summary>
internal static class LargeGarbage
{
    private const long Least = 10 << 20;   // a program at rest has some megabytes of it

    /// <summary>What to say of it; null where it is little, or not half of what objects take.</summary>
    public static GarbageReport? In(InspectedHeap heap)
    {
        var (coverage, alive) = (heap.Graph.Coverage, heap.Tree.ReachableBytes);
        var dead = coverage.BytesWalked - coverage.FreeBytes - alive;
        if (dead < Least || dead < alive)
        {
            return null;
        }

        var objects = DeadObjects.In(heap.Graph, heap.Tree.Reachable, heap.Cancellation);
        return objects.Of(objects.Objects);
    }
}

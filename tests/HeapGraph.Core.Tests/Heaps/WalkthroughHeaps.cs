using HeapGraph.Testing;

namespace HeapGraph.Core.Tests.Heaps;

/// <summary>The walk-through's program before and after a step, read once for all tests of a class.</summary>
public sealed class WalkthroughHeaps : IDisposable
{
    public Heap Before { get; } = Heap.Open(LeakTargetDumps.Pair("Walkthrough").Before);

    public Heap After { get; } = Heap.Open(LeakTargetDumps.Pair("Walkthrough").After);

    public void Dispose()
    {
        Before.Dispose();
        After.Dispose();
    }
}

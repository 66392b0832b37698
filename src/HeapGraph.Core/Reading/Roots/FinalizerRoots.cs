using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Objects that wait for their finalizers to run.</summary>
internal static class FinalizerRoots
{
    public static void Read(ClrRuntime runtime, RootList roots)
    {
        foreach (var root in runtime.Heap.EnumerateFinalizerRoots())
        {
            roots.Tick();
            roots.Add(HeapRootKind.FinalizerQueue, root.Object.Address, null, root.Address);
        }
    }
}

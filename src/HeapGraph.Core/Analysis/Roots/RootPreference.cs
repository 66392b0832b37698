using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Which of several roots explains best why an object is alive: a static field says more than a local, that
/// more than a handle, that more than the finalizer queue. That an object is never collected says least.</summary>
internal static class RootPreference
{
    /// <summary>The roots of a graph, the best first; among equals, those with a name, then in the graph's own order.</summary>
    public static HeapRoot[] Sorted(ObjectGraph graph) =>
        [.. graph.Roots.OrderBy(root => RankOf(root.Kind)).ThenBy(root => root.Name is null)];

    /// <summary>The lower, the better it explains.</summary>
    public static int RankOf(HeapRootKind kind) => kind switch
    {
        HeapRootKind.Static or HeapRootKind.ThreadStatic => 0,
        HeapRootKind.Stack => 1,
        HeapRootKind.FinalizerQueue => 3,
        HeapRootKind.Unknown or HeapRootKind.UnreadMemory => 4,
        HeapRootKind.Frozen => 5,
        _ => 2,
    };
}

using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Where the paths of a heap begin, in an order that does not depend on addresses.</summary>
internal static class PathRoots
{
    /// <summary>Roots that last, then those that come and go: a local or a queued finalizer takes nothing away from the
    /// static field that holds the same object. In each, by kind and name.</summary>
    public static IEnumerable<(HeapRootKind Kind, string? Name, int[] Objects)[]> InPhases(ObjectGraph graph) => graph.Roots
        .GroupBy(root => IsPassing(root.Kind))
        .OrderBy(phase => phase.Key)
        .Select(phase => phase
            .GroupBy(root => (root.Kind, Name: NameOf(root)), root => root.ObjectIndex)
            .OrderBy(same => RootPreference.RankOf(same.Key.Kind)).ThenBy(same => same.Key.Kind).ThenBy(same => same.Key.Name, StringComparer.Ordinal)
            .Select(same => (same.Key.Kind, same.Key.Name, same.ToArray()))
            .ToArray());

    private static bool IsPassing(HeapRootKind kind) => kind is HeapRootKind.Stack or HeapRootKind.FinalizerQueue or HeapRootKind.Unknown or HeapRootKind.Frozen;

    /// <summary>The name without what is another each time: the thread in <c>Worker.Run (thread 7 "pool")</c>, the address of
    /// a slot that has no name.</summary>
    private static string? NameOf(HeapRoot root) =>
        root.Kind is HeapRootKind.Stack or HeapRootKind.Static or HeapRootKind.ThreadStatic ? root.Field ?? root.Method : root.Name;
}

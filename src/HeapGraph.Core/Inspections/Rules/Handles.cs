namespace HeapGraph.Core.Inspections.Rules;

/// <summary>GC handles that are never freed: many of one kind that hold objects of one type.</summary>
internal sealed class Handles : ILeakInspection
{
    public string Subject => "GC handles that were never freed";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Graph.Roots
        .Where(root => root.Kind is HeapRootKind.StrongHandle or HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle or HeapRootKind.RefCountedHandle or HeapRootKind.SizedRefHandle
            && !heap.Graph.StaticStorage.Contains(root.ObjectIndex) && heap.Graph.TypeOf(root.ObjectIndex).Name != Threads.Thread)
        .GroupBy(root => (root.Kind, Type: heap.Graph.TypeIndexOf(root.ObjectIndex)))
        .Where(roots => roots.Count() >= LeakThresholds.LeastObjects)
        .Select(roots => FindingOf(heap, roots.Key.Kind, heap.Graph.Types[roots.Key.Type], [.. roots.Select(root => root.ObjectIndex)]))
        .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

    private static LeakFinding FindingOf(InspectedHeap heap, HeapRootKind kind, HeapType type, int[] held)
    {
        var objects = held.Distinct().ToArray();
        var bytes = heap.RetainedBytesOf(objects);
        var isPinned = kind is HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle;
        var what = kind switch
        {
            HeapRootKind.PinnedHandle => "pinned GC handles",
            HeapRootKind.AsyncPinnedHandle => "handles of overlapped operations",
            HeapRootKind.RefCountedHandle => "reference-counted GC handles",
            HeapRootKind.SizedRefHandle => "sized GC handles",
            _ => "strong GC handles",
        };
        var chain = heap.ChainTo(objects.MaxBy(heap.Tree.RetainedBytesOf));
        return new LeakFinding(
            LeakFingerprint.Of("handle", kind.ToString(), type.Name),
            heap.SeverityOf(bytes, held.Length),
            $"{held.Length:N0} {what} to {type.ShortName} were never freed: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            held.Length)
        {
            Evidence =
            [
                $"{held.Length:N0} {what} hold {objects.Length:N0} different {type.ShortName} objects; what they retain: {bytes.AsByteSize}, {bytes / objects.Length:N0} bytes each.",
                isPinned
                    ? "A pinned object can't be moved, so that pinning for long also leaves gaps in the heap."
                    : "A handle keeps its object alive until it is freed; no reference on the heap shows who made it.",
                heap.Thresholds.ManyStated("handles of one kind to objects of one type"),
            ],
            Chain = chain,
            SuspectStep = chain is null ? -1 : 0,
            Remedy = $"Call Free on each GCHandle to {type.ShortName} when the native side is done with it (in a finally block, or wrap it in a SafeHandle).",
            Next = NextCommand.ChainsTo(type, heap.Graph.AddressOf(objects.MaxBy(heap.Tree.RetainedBytesOf))),
            Explained = objects,
        };
    }
}

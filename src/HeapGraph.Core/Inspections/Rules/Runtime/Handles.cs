using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Flow;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>GC handles that are never freed: many of one kind that hold objects of one type.</summary>
internal sealed class Handles : ILeakInspection
{
    public string Name => "gc-handles";

    public string Subject => "GC handles that were never freed";

    public string FalseAlarms => "Native code that holds on to many objects at a time on purpose, such as buffers of a ring. Where another reference keeps most of what they hold, it is ranked low.";

    private const int Thousands = 2_000;

    // Since .NET 11 the runtime holds one by a handle for each object on which threads wait for a lock.
    // Source: https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/syncblk.h
    private const string Lock = "System.Threading.Lock";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Graph.Roots
        .Where(root => root.Kind is HeapRootKind.StrongHandle or HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle
                or HeapRootKind.RefCountedHandle or HeapRootKind.SizedRefHandle
            && !heap.Graph.StaticStorage.Contains(root.ObjectIndex) && heap.Graph.TypeOf(root.ObjectIndex).Name is not (FrameworkNames.Thread or Lock))
        .LargeGroupsBy(root => (root.Kind, heap.Graph.TypeIndexOf(root.ObjectIndex)))
        .Where(roots => !IsContext(heap, roots[0].ObjectIndex))
        .Select(roots => FindingOf(heap, roots[0].Kind, roots))
        .Where(heap.Thresholds.AreMany);

    // The runtime holds each that is in use by a handle of its own.
    private static bool IsContext(InspectedHeap heap, int objectIndex) =>
        heap.Graph.TypeOf(objectIndex).Name.StartsWith("System.Runtime.Loader.", StringComparison.Ordinal) || heap.Contents?.BaseTypesOf(objectIndex).Contains("System.Runtime.Loader.AssemblyLoadContext") == true;

    private static LeakFinding FindingOf(InspectedHeap heap, HeapRootKind kind, HeapRoot[] handles)
    {
        int[] objects = [.. handles.Select(root => root.ObjectIndex).Distinct()];
        var type = heap.Graph.TypeOf(objects[0]);
        var what = kind switch
        {
            HeapRootKind.PinnedHandle => "pinned GC handles",
            HeapRootKind.AsyncPinnedHandle => "handles of overlapped operations",
            HeapRootKind.RefCountedHandle => "reference-counted GC handles",
            HeapRootKind.SizedRefHandle => "sized GC handles",
            _ => "strong GC handles",
        };
        var largest = objects.MaxBy(heap.Tree.RetainedBytesOf);
        var areInUse = heap.Tree.ReferredToByOthers(heap.Graph, objects, static _ => true).Count * 2 > objects.Length;
        var suspect = new Suspect(heap, objects)
        {
            Kind = areInUse ? LeakKind.PiledUp : LeakKind.Leaked,
            Sureness = areInUse ? InspectedHeap.InUse : (LeakCertainty.Likely, "a program holds few handles at a time"),
            Severity = areInUse ? LeakSeverity.Low : handles.Length >= Thousands ? LeakSeverity.High : null,
            Count = handles.Length,
            Reference = heap.ReferenceTo(largest)?.Root,
            Explained = objects,
        };
        return suspect.Finding(
            LeakFingerprint.Of("handle", kind.ToString(), type.Name),
            $"{handles.Length:N0} {what} to {type.ShortName} were never freed",
            [
                $"{handles.Length:N0} {what} hold {objects.Length:N0} different {type.ShortName} objects; "
                    + $"what they retain: {suspect.Size}, {suspect.Average} each.",
                kind is HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle
                    ? "A pinned object can't be moved, so that pinning for long also leaves gaps in the heap."
                    : "A handle keeps its object alive until it is freed; no reference on the heap shows who made it.",
            ],
            heap.Thresholds.ManyStated("handles of one kind to objects of one type"),
            remedy: $"Call Free on each GCHandle to {type.ShortName} when the native side is done with it (in a finally block, or wrap it in a SafeHandle).",
            NextCommand.ChainsTo(type, heap.Graph.AddressOf(largest)));
    }
}

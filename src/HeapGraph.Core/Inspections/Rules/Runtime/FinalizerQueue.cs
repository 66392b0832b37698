using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>Finalizers that do not keep up, or one that does not return: many objects wait in the finalizer queue.</summary>
internal sealed class FinalizerQueue : ILeakInspection
{
    private const int ManyBehind = 1_000;   // a finalizer that is blocked

    public string Name => "finalizer-queue";

    public string Subject => "finalizers that do not keep up";

    public string FalseAlarms => "A dump that was taken right after a collection: the finalizers had no time yet. Take another one.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var waiting = heap.Graph.Roots.Where(root => root.Kind == HeapRootKind.FinalizerQueue).Select(root => root.ObjectIndex).Distinct().ToArray();
        var suspect = new Suspect(heap, waiting) { Kind = LeakKind.Leaked, Sureness = (LeakCertainty.Likely, "the queue is empty soon where finalizers run"), Explained = waiting };
        return suspect.IsMany ? [FindingOf(suspect)] : [];
    }

    private static LeakFinding FindingOf(Suspect waiting)
    {
        var heap = waiting.Heap;
        var byType = waiting.Objects.LargestGroupsBy(heap.Graph.TypeOf, type => type.Name);
        var most = byType[0].Key;
        var running = RunningFinalizer(heap.Graph);
        var suspect = waiting with
        {
            Reference = heap.ReferenceTo(byType[0].First())?.Root,
            Severity = running is null ? null : waiting.Count >= ManyBehind ? LeakSeverity.High : LeakSeverity.Medium,
        };
        return suspect.Finding(
            LeakFingerprint.Of("finalizer", most.Name),
            $"{suspect.Count:N0} objects wait for their finalizer{(running is null ? "" : $", which {running} holds up")}",
            [
                $"In the finalizer queue: {byType.Listed(type => type.ShortName, "types")}",
                running is null
                    ? "No finalizer is seen to run: the finalizer thread may be starved, or the dump was taken right after a collection."
                    : $"{running} is running; when it still is in a later dump, the finalizer thread is blocked in it.",
            ],
            heap.Thresholds.ManyStated("objects in the finalizer queue"),
            remedy: running is null
                ? $"Dispose of {most.ShortName} objects instead of leaving them to the finalizer (GC.SuppressFinalize in Dispose)."
                : $"Find what {running} waits for: a finalizer must not block. And dispose of {most.ShortName} objects instead of leaving them to it.",
            NextCommand.ChainsTo(most.Name));
    }

    /// <summary>The method of a finalizer that holds something on its stack.</summary>
    private static string? RunningFinalizer(ObjectGraph graph) => graph.Roots
        .Select(root => root.Method).OfType<string>().Where(method => method.Contains(".Finalize", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
}

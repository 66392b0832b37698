using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Finalizers that do not keep up, or one that does not return: many objects wait in the finalizer queue.</summary>
internal sealed class FinalizerQueue : ILeakInspection
{
    public string Subject => "finalizers that do not keep up";

    private const int MaxTypes = 3;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var graph = heap.Graph;
        int[] waiting = [.. graph.Roots.Where(root => root.Kind == HeapRootKind.FinalizerQueue).Select(root => root.ObjectIndex).Distinct()];
        if (waiting.Length < LeakThresholds.LeastObjects)
        {
            yield break;
        }

        var byType = waiting.GroupBy(graph.TypeOf).OrderByDescending(same => same.Count()).ThenBy(same => same.Key.Name, StringComparer.Ordinal).ToArray();
        var most = byType[0].Key;
        var bytes = heap.RetainedBytesOf(waiting);
        if (!heap.Thresholds.AreMany(waiting.Length, bytes))
        {
            yield break;
        }

        var running = RunningFinalizer(graph);
        var chain = heap.ChainTo(byType[0].First());
        yield return new LeakFinding(
            LeakFingerprint.Of("finalizer", most.Name),
            heap.SeverityOf(bytes, waiting.Length) is LeakSeverity.Low && running is not null ? LeakSeverity.Medium : heap.SeverityOf(bytes, waiting.Length),
            $"{waiting.Length:N0} objects wait for their finalizer{(running is null ? "" : $", which {running} holds up")}: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            waiting.Length)
        {
            Evidence =
            [
                $"In the finalizer queue: {string.Join(", ", byType.Take(MaxTypes).Select(same => $"{same.Count():N0} {same.Key.ShortName}"))}"
                    + (byType.Length > MaxTypes ? $" and {byType.Length - MaxTypes:N0} more types." : "."),
                running is null
                    ? "No finalizer is seen to run: the finalizer thread may be starved, or the dump was taken right after a collection."
                    : $"{running} is running; when it still is in a later dump, the finalizer thread is blocked in it.",
                heap.Thresholds.ManyStated("objects in the finalizer queue"),
            ],
            Chain = chain,
            SuspectStep = chain is null ? -1 : 0,
            Remedy = running is null
                ? $"Dispose of {most.ShortName} objects instead of leaving them to the finalizer (GC.SuppressFinalize in Dispose)."
                : $"Find what {running} waits for: a finalizer must not block. And dispose of {most.ShortName} objects instead of leaving them to it.",
            Next = NextCommand.ChainsTo(most.Name),
            Explained = waiting,
        };
    }

    /// <summary>The method of a finalizer that holds something on its stack.</summary>
    private static string? RunningFinalizer(ObjectGraph graph) => graph.Roots
        .Select(root => root.Method).OfType<string>().Where(method => method.Contains(".Finalize", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
}

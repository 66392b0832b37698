using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Threads that never end: the runtime holds each as long as it runs or waits, and its stack all that its locals refer to.</summary>
internal sealed class Threads : ILeakInspection
{
    public string Name => "threads";

    public string Subject => "threads that never end";

    public string FalseAlarms => "A server that keeps one thread for each client.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var threads = heap.Graph.Roots.Where(root => root.Kind == HeapRootKind.StrongHandle && heap.Graph.TypeOf(root.ObjectIndex).Name == FrameworkNames.Thread)
            .Select(root => root.ObjectIndex).Distinct().ToArray();
        var suspect = new Suspect(heap, threads) { Tail = "", Severity = LeakSeverity.Medium, Sureness = (LeakCertainty.Likely, "few programs need so many at a time"), Explained = threads };
        return suspect.IsMany ? [FindingOf(suspect with { Reference = heap.ReferenceTo(threads[0])?.Root })] : [];
    }

    private static LeakFinding FindingOf(Suspect threads)
    {
        var (method, running) = MethodOfMost(threads.Heap);
        var name = method?.StartsWith(GeneratedName.Lambda, StringComparison.Ordinal) == true ? $"the {method}" : method;
        return threads.Finding(
            LeakFingerprint.Of("threads", method ?? ""),
            $"{threads.Count:N0} threads have been started and have not ended{(name is null ? "" : $", {running:N0} of them are in {name}")}",
            [
                $"{threads.Count:N0} Thread objects retain {threads.Size}; what their locals refer to stays as well, "
                    + "and each stack takes memory outside the heap.",
                name is null ? "No local of a method of the program's own is on their stacks." : $"Locals of {name} are on the stacks of {running:N0} threads.",
            ],
            threads.Heap.Thresholds.ManyStated("threads that are alive"),
            remedy: $"Find what {name ?? "they"} {(name is null ? "wait" : "waits")} for, a lock that is never released or a signal that never comes; "
                + "and give such work to the thread pool.");
    }

    /// <summary>The method of the program's own that has locals on the most stacks, and on how many.</summary>
    private static (string? Method, int Threads) MethodOfMost(InspectedHeap heap) => heap.Graph.Roots
        .Where(root => root is { Method: not null, Thread: not null })
        .Select(root => (Method: root.Method!, root.Thread)).Distinct()
        .GroupBy(local => local.Method)
        .Where(threads => !heap.Own.LeaveToFramework(threads.Key.StartsWith(GeneratedName.Lambda, StringComparison.Ordinal) ? threads.Key[GeneratedName.Lambda.Length..] : threads.Key))
        .Select(threads => (threads.Key, threads.Count()))
        .OrderByDescending(found => found.Item2).ThenBy(found => found.Key, StringComparer.Ordinal)
        .FirstOrDefault();
}

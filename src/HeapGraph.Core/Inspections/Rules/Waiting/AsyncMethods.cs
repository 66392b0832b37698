using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Calls of async methods that never finish: many state machines, or Continuations of the runtime, of one method that wait.</summary>
internal sealed class AsyncMethods : ILeakInspection
{
    public string Name => "async-calls";

    public string Subject => "async calls that never finish";

    public string FalseAlarms => "A backlog, or one call for each of many clients that are connected. Compare with a dump that is taken when the load is gone.";

    private const int Samples = 16;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => Find(heap, new Awaiters(heap));

    // Calls of .NET's own belong to those of the program that await them. Type arguments do not tell methods apart, nor do numbers that a compiler gives to the lambdas of one method.
    private static IEnumerable<LeakFinding> Find(InspectedHeap heap, Awaiters awaiters) => heap.TypesWith(1)
        .GroupBy(type => AsyncCalls.MethodOf(heap.Graph.Types[type]))
        .Where(types => types.Key is not null)
        .Select(types => (Method: types.Key!, Calls: types.SelectMany(type => heap.ObjectsOf(type, box => heap.Graph.References[box].Length > 0)).ToArray()))
        .Concat(Suspended(heap))
        .Select(found => FrameworkNames.OwnsMethod(found.Method) ? (found.Method, Calls: [.. found.Calls.Where(call => !awaiters.IsCallAwaited(call))]) : found)
        .Where(found => found.Calls.Length >= LeakThresholds.LeastObjects)
        .Select(found => FindingOf(heap, found.Method, found.Calls))
        .OfType<LeakFinding>()
        .Where(heap.Thresholds.AreMany);

    /// <summary>The calls that the runtime itself has suspended, by method.</summary>
    private static IEnumerable<(string Method, int[] Calls)> Suspended(InspectedHeap heap) => heap.ObjectsOf(type => type.IsContinuation)
        .GroupBy(call => heap.Contents?.SuspendedMethodOf(call))
        .Where(calls => calls.Key?.StartsWith(FrameworkContinuation.Helpers, StringComparison.Ordinal) == false)
        .Select(calls => (calls.Key!, calls.ToArray()));

    private static LeakFinding? FindingOf(InspectedHeap heap, string method, int[] calls)
    {
        var sample = calls.Sample(Samples);
        if (sample.Select(call => heap.Graph.TypeOf(call).IsContinuation ? AsyncCalls.AwaitedByCall(heap, call) : AsyncCalls.AwaitedBy(heap, call)?.ShortName).OfType<string>()
            .LargestGroupsBy(name => name, name => name) is not [var awaited, ..])
        {
            return null;   // a call that has finished has dropped what it waited for
        }

        var isFramework = FrameworkNames.OwnsMethod(method);
        method = FrameworkWaiters.PublicOf(method);
        var name = method.StartsWith(GeneratedName.Lambda, StringComparison.Ordinal) ? $"the {method}" : method;
        var suspect = new Suspect(heap, calls)
        {
            Reference = heap.ReferenceTo(calls[0]),
            // What a client's connection awaits may come at any time.
            Sureness = awaited.Key is "Task" || awaited.Key.StartsWith("Task<", StringComparison.Ordinal) ? heap.SurenessOfWaiting(calls) : null,
            Explained = heap.WithTimers(calls),
        };
        var flowing = heap.FlowingBytesOf(calls);
        return suspect.Finding(
            LeakFingerprint.Of("async", method),
            $"{calls.Length:N0} calls of {(name == method ? "async method " : "an async ")}{method} wait and do not go on",
            [
                $"{calls.Length:N0} {(heap.Graph.TypeOf(calls[0]).IsContinuation ? "suspended calls" : "state machines")} of {name} are alive, "
                    + $"{suspect.Average} each with all that {(flowing == 0 ? "their locals hold." : "they hold.")}",
                .. flowing == 0 ? (string[])[] : [$"The ExecutionContexts that they captured hold {flowing.AsByteSize}, which are no locals{FlowingNames.Of(heap, calls)}."],
                $"They await {awaited.Key}: {awaited.Count():N0} of {sample.Length:N0} that were looked at.",
                "A backlog looks the same: compare with a dump that is taken when the load is gone.",
            ],
            heap.Thresholds.ManyStated("waiting calls of one async method"),
            remedy: $"See that what {name} awaits always completes: give it a timeout or a CancellationToken, and complete it when it fails.") with
        {
            About = isFramework ? [calls[calls.Length / 2]] : heap.OneIfMostFlows(calls, suspect.Bytes),
        };
    }
}

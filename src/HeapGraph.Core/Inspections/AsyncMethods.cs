using System.Text.RegularExpressions;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections;

/// <summary>Calls of async methods that never finish: many state machines of one method that wait.</summary>
internal sealed partial class AsyncMethods : ILeakInspection
{
    public string Subject => "async calls that never finish";

    private const int Samples = 16;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => MethodOf(type.Name) is not null)
        .Where(box => heap.Graph.References[box].Length > 0)
        .GroupBy(heap.Graph.TypeIndexOf)
        .Where(calls => calls.Count() >= LeakThresholds.LeastObjects)
        .Select(calls => FindingOf(heap, heap.Graph.Types[calls.Key], [.. calls]))
        .OfType<LeakFinding>()
        .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

    /// <summary><c>Downloads.Fetch</c> for the box of its state machine, null for another type.</summary>
    private static string? MethodOf(string typeName) =>
        Box.Match(typeName) is { Success: true } box ? $"{box.Groups["type"].Value}.{box.Groups["method"].Value}" : null;

    private static LeakFinding? FindingOf(InspectedHeap heap, HeapType type, int[] calls)
    {
        int[] sample = [.. Enumerable.Range(0, Math.Min(Samples, calls.Length)).Select(number => calls[(int)((long)number * calls.Length / Math.Min(Samples, calls.Length))])];
        var awaited = sample.Select(call => AwaitedBy(heap, call)).OfType<HeapType>().GroupBy(found => found.ShortName)
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).FirstOrDefault();
        if (awaited is null)
        {
            return null;   // a call that has finished has dropped what it waited for
        }

        var method = MethodOf(type.Name)!;
        var bytes = heap.RetainedBytesOf(calls);
        var chain = heap.ChainTo(calls[0]);
        return new LeakFinding(
            LeakFingerprint.Of("async", method),
            heap.SeverityOf(bytes, calls.Length),
            $"{calls.Length:N0} calls of async method {method} wait and do not go on: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            calls.Length)
        {
            Evidence =
            [
                $"{calls.Length:N0} state machines of {method} are alive, {bytes / calls.Length:N0} bytes each with all that their locals hold.",
                $"They await {awaited.Key}: {awaited.Count():N0} of {sample.Length:N0} that were looked at.",
                "A backlog looks the same: compare with a dump that is taken when the load is gone.",
                heap.Thresholds.ManyStated("waiting calls of one async method"),
            ],
            Chain = chain,
            SuspectStep = chain is null ? -1 : chain.Steps.Count - 1,
            Remedy = $"See that what {method} awaits always completes: give it a timeout or a CancellationToken, and complete it when it fails.",
            Next = NextCommand.ChainsTo(type.Name),
            Explained = [.. calls, .. heap.HoldersOf(calls)],
        };
    }

    /// <summary>The type of what a call waits for: an awaiter's field in the state machine, which debug builds keep in an
    /// object of its own.</summary>
    private static HeapType? AwaitedBy(InspectedHeap heap, int box)
    {
        foreach (var target in heap.Graph.References[box])
        {
            if (IsAwaiter(box, target))
            {
                return heap.Graph.TypeOf(target);
            }

            if (heap.LabelsOf(box, target).Contains("StateMachine"))
            {
                foreach (var inner in heap.Graph.References[target])
                {
                    if (IsAwaiter(target, inner))
                    {
                        return heap.Graph.TypeOf(inner);
                    }
                }
            }
        }

        return null;

        bool IsAwaiter(int from, int to) => heap.LabelsOf(from, to).Any(label => label.Contains("<>u__", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\.AsyncStateMachineBox<(?<type>.+)\.<(?<method>[^<>]+(?:<[^<>]*>[^<>]*)*)>d(?:__\d+)?.*>$")]
    private static partial Regex Box { get; }
}

using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Calls of async methods that never finish: many state machines of one method that wait.</summary>
internal sealed class AsyncMethods : ILeakInspection
{
    public string Subject => "async calls that never finish";

    private const int Samples = 16;
    private const string Box = "StateMachineBox";   // AsyncStateMachineBox, and StateMachineBox of the builders that pool
    private const string Lambda = "lambda in ";

    // Type arguments do not tell methods apart, nor do numbers that a compiler gives to the lambdas of one method.
    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.TypesWith(1)
        .GroupBy(type => MethodOf(heap.Graph.Types[type]), type => heap.ObjectsOf(type, box => heap.Graph.References[box].Length > 0))
        .Where(boxes => boxes.Key is not null)
        .Select(boxes => (Method: boxes.Key!, Calls: boxes.SelectMany(box => box).ToArray()))
        .Where(found => found.Calls.Length >= LeakThresholds.LeastObjects)
        .Select(found => FindingOf(heap, found.Method, found.Calls))
        .OfType<LeakFinding>()
        .Where(heap.Thresholds.AreMany);

    /// <summary><c>Downloads.Fetch</c> for the box of its state machine, <c>lambda in Downloads.Start</c> for that of an async lambda,
    /// null for another type.</summary>
    private static string? MethodOf(HeapType type)
    {
        if (!type.Parsed.Definition.EndsWith(Box, StringComparison.Ordinal) || type.Parsed.Arguments is not [.., var argument])
        {
            return null;
        }

        // In a name as C# writes it only the compiler's own types are nested with an angle bracket in front.
        var machine = argument.Replace(".<", "+<", StringComparison.Ordinal);
        return GeneratedName.MethodOfStateMachine(machine) is null ? null : GeneratedName.FrameInSource(machine, "MoveNext");
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, string method, int[] calls)
    {
        var sample = calls.Sample(Samples);
        if (sample.Select(call => AwaitedBy(heap, call)).OfType<HeapType>().LargestGroupsBy(type => type.ShortName, name => name) is not [var awaited, ..])
        {
            return null;   // a call that has finished has dropped what it waited for
        }

        var name = method.StartsWith(Lambda, StringComparison.Ordinal) ? $"the {method}" : method;
        var suspect = new Suspect(heap, calls) { Reference = heap.ReferenceTo(calls[0]) };
        return suspect.Finding(
            LeakFingerprint.Of("async", method),
            $"{calls.Length:N0} calls of {(name == method ? "async method " : "an async ")}{method} wait and do not go on",
            [
                $"{calls.Length:N0} state machines of {name} are alive, {suspect.Average} each with all that their locals hold.",
                $"They await {awaited.Key}: {awaited.Count():N0} of {sample.Length:N0} that were looked at.",
                "A backlog looks the same: compare with a dump that is taken when the load is gone.",
            ],
            heap.Thresholds.ManyStated("waiting calls of one async method"),
            remedy: $"See that what {name} awaits always completes: give it a timeout or a CancellationToken, and complete it when it fails.");
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

            if (heap.LabelsOf(box, target).Any(label => label.IsField("StateMachine")))
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

        bool IsAwaiter(int from, int to) => heap.LabelsOf(from, to).Any(label => FieldName.IsAwaiter(label.Name));
    }
}

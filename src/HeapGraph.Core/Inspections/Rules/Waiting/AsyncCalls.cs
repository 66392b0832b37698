using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Calls of async methods: which method, and what it awaits.</summary>
internal static class AsyncCalls
{
    /// <summary><c>Downloads.Fetch</c> for the box of its state machine, <c>lambda in Downloads.Start</c> for that of an async lambda,
    /// null for another type.</summary>
    public static string? MethodOf(HeapType type)
    {
        if (!FrameworkTask.IsBox(type) || type.Parsed.Arguments is not [.., var argument])
        {
            return null;
        }

        // In a name as C# writes it only the compiler's own types are nested with an angle bracket in front.
        var machine = argument.Replace(".<", "+<", StringComparison.Ordinal);
        return GeneratedName.MethodOfStateMachine(machine) is null ? null : GeneratedName.FrameInSource(machine, "MoveNext");
    }

    /// <summary>What a call waits for that the runtime has suspended: the method whose Continuation is to go on before it, or the task
    /// of the await itself.</summary>
    public static string? AwaitedByCall(InspectedHeap heap, int call)
    {
        // Nothing else refers to a Continuation that waits for another.
        if (heap.Tree.DominatorOf(call) is not (>= 0 and var inner) || !heap.LabelsOf(inner, call).Any(label => label.IsField(FrameworkContinuation.Caller)))
        {
            return null;
        }

        foreach (var task in heap.Graph.TypeOf(inner).Name == FrameworkContinuation.OfAwait ? heap.Graph.References[inner] : [])
        {
            if (heap.LabelsOf(inner, task).Any(label => label.IsField(FrameworkContinuation.Awaited)))
            {
                return heap.Graph.TypeOf(task).ShortName;
            }
        }

        return heap.Contents?.SuspendedMethodOf(inner);
    }

    /// <summary>The type of what a call waits for: an awaiter's field in the state machine, which debug builds keep in an
    /// object of its own.</summary>
    public static HeapType? AwaitedBy(InspectedHeap heap, int box)
    {
        foreach (var target in heap.Graph.References[box])
        {
            if (IsAwaiter(box, target))
            {
                return heap.Graph.TypeOf(target);
            }

            if (heap.LabelsOf(box, target).Any(label => label.IsField(FrameworkTask.StateMachine)))
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

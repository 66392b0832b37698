using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Who goes on when something is done that waits: through all that .NET puts between.</summary>
/// <param name="heap">The heap.</param>
internal sealed class Awaiters(InspectedHeap heap)
{
    private const int MaxHops = 16;

    /// <summary>Whether a method of the program's own goes on behind something of .NET's that waits: then its calls tell, and not what they wait with.</summary>
    public bool IsAwaited(int waiter) => Behind(waiter) is (_, >= 0);

    /// <summary>The same of a call of an async method of .NET's own, which may be one that the runtime itself has suspended.</summary>
    public bool IsCallAwaited(int call)
    {
        for (var hop = 0; call >= 0 && hop < MaxHops && heap.Graph.TypeOf(call).IsContinuation; hop++)
        {
            call = heap.Tree.DominatorOf(call);
        }

        return call >= 0 && IsAwaited(call);
    }

    /// <summary>The objects of .NET's from one that waits outwards, up to whoever goes on behind them.</summary>
    /// <param name="waiter">The one that waits: a task, or what stands in a channel's list.</param>
    /// <returns>The objects, the one that waits first, and who goes on; -1: nobody. Null where that can't be told, and where it has ended.</returns>
    public (List<int> Passed, int Next)? Behind(int waiter)
    {
        var passed = new List<int> { waiter };
        for (var hop = 0; hop < MaxHops; hop++)
        {
            var at = passed[^1];
            if (NextOf(at) is not { } next)
            {
                return null;
            }

            if (next < 0 || !IsPassedThrough(heap.Graph.TypeOf(next)))
            {
                return (passed, next);
            }

            if (passed.Contains(next))
            {
                return null;
            }

            passed.Add(next);
        }

        return null;
    }

    /// <summary>The calls in a task that the runtime itself has suspended (.NET 11), the innermost first; none of another object.</summary>
    public IEnumerable<int> SuspendedIn(int task)
    {
        if (!heap.Graph.TypeOf(task).Name.StartsWith(FrameworkContinuation.Task, StringComparison.Ordinal))
        {
            yield break;
        }

        var seen = new HashSet<int>();
        for (var at = task; Inner(at) is >= 0 and var next && seen.Add(next); at = next)
        {
            yield return next;
        }

        int Inner(int from)
        {
            foreach (var target in heap.Graph.References[from])
            {
                if (heap.Graph.TypeOf(target).IsContinuation)
                {
                    return target;
                }
            }

            return -1;
        }
    }

    /// <summary>Tasks of .NET's own that are done when what they wait for is, and the calls of its own async methods.</summary>
    private static bool IsPassedThrough(HeapType type) => type.IsPlumbing && !type.IsContinuation
        && (AsyncCalls.MethodOf(type) is { } method ? FrameworkNames.OwnsMethod(method) : !type.Name.EndsWith("TaskContinuation", StringComparison.Ordinal) && !type.Name.Contains("Mres", StringComparison.Ordinal));

    /// <summary>Who goes on right behind an object; -1 for nobody, null where that can't be told.</summary>
    private int? NextOf(int at)
    {
        var type = heap.Graph.TypeOf(at);
        if (type.Name == FrameworkWaiters.Periodic)
        {
            return CallIn(at);
        }

        if (type.IsChannelWaiter)
        {
            return heap.Targets.In(at, FrameworkWaiters.Callback) is not (>= 0 and var callback) ? heap.Targets.In(at, FrameworkWaiters.Callback)
                : heap.Targets.In(at, FrameworkWaiters.CallbackState) is >= 0 and var state ? state : Callbacks.OwnerOf(heap.Graph, callback);
        }

        // What the runtime itself has suspended goes on before whoever awaits its task.
        foreach (var suspended in SuspendedIn(at))
        {
            if (heap.Contents?.SuspendedMethodOf(suspended) is { } method && !FrameworkNames.OwnsMethod(method))
            {
                return suspended;
            }
        }

        return heap.Targets.In(at, FrameworkWaiters.Continuation) switch
        {
            >= 0 and var next when heap.Graph.TypeOf(next).Name == FrameworkWaiters.Several => OneIn(next),
            >= 0 and var next when heap.Graph.TypeOf(next).Name == "object" => null,   // it has completed
            >= 0 and var next when heap.Graph.TypeOf(next).IsDelegate => Callbacks.OwnerOf(heap.Graph, next),
            var next => next,
        };
    }

    /// <summary>The call that an object refers to; -1 for none.</summary>
    private int CallIn(int at)
    {
        foreach (var target in heap.Graph.References[at])
        {
            var type = heap.Graph.TypeOf(target);
            if (!type.IsDelegate && (type.IsContinuation || type.Name.StartsWith(FrameworkContinuation.Task, StringComparison.Ordinal) || FrameworkTask.IsBox(type)
                || type.Name.EndsWith("ValueTaskSourceAsTask", StringComparison.Ordinal)))
            {
                return target;
            }
        }

        return -1;
    }

    /// <summary>One of several that go on; a list from which all have gone goes on with nobody.</summary>
    private int OneIn(int list)
    {
        foreach (var array in heap.Graph.References[list])
        {
            foreach (var next in heap.Graph.References[array])
            {
                return next;
            }
        }

        return -1;
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Rules.Waiting;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Timers that are never stopped: many in the runtime's queues that call objects of one type.</summary>
internal sealed class Timers : ILeakInspection
{
    public string Name => "timers";

    public string Subject => "timers that were never stopped";

    public string FalseAlarms => "One timer for each of many objects that are all in use. A timer that was stopped does not count.";

    /// <summary>A timer in a queue, or stopped.</summary>
    internal const string Timer = "System.Threading.TimerQueueTimer";

    private const int ChainsTried = 3;
    private const string Queue = "System.Threading.TimerQueue";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var graph = heap.Graph;
        var heads = new HashSet<int>();
        var queued = new HashSet<int>();

        // A timer that was stopped is in no queue: no other timer and no queue refers to it.
        foreach (var index in heap.ObjectsOf(type => type.Name is Timer or Queue))
        {
            var isQueue = graph.TypeOf(index).Name == Queue;
            foreach (var target in graph.References[index])
            {
                if (graph.TypeOf(target).Name == Timer)
                {
                    queued.Add(target);
                    if (isQueue)
                    {
                        heads.Add(target);
                    }
                }
            }
        }

        var awaiters = new Awaiters(heap);
        return queued.Order().Select(timer => (Timer: timer, Owner: OwnerOf(graph, timer))).Where(timer => timer.Owner >= 0)
            .Where(timer => !FrameworkWaiters.IsPromise(graph.TypeOf(timer.Owner)) || !awaiters.IsAwaited(timer.Owner))
            .LargeGroupsBy(timer => graph.TypeIndexOf(timer.Owner))
            .Select(timers => FindingOf(
                heap,
                [.. timers.OrderByDescending(timer => heads.Contains(timer.Timer)).ThenByDescending(timer => timer.Timer).Take(ChainsTried)],
                [.. timers.Select(timer => timer.Timer)],
                [.. timers.Select(timer => timer.Owner).Distinct()]))
            .Where(heap.Thresholds.AreMany);
    }

    /// <summary>Whom a timer calls; -1 for nobody.</summary>
    internal static int OwnerOf(ObjectGraph graph, int timer)
    {
        var (callback, state) = (-1, -1);
        foreach (var target in graph.References[timer])
        {
            switch (graph.TypeOf(target).Name)
            {
                case "System.Threading.TimerCallback":
                    callback = target;
                    break;
                case Timer or Queue:
                    break;
                case var _ when graph.TypeOf(target).IsContext:
                    break;
                default:
                    state = target;
                    break;
            }
        }

        var owner = callback < 0 ? state : Callbacks.OwnerOf(graph, callback, state);

        // System.Timers.Timer passes the call on to whoever handles its event.
        if (owner >= 0 && graph.TypeOf(owner).Name == "System.Timers.Timer")
        {
            foreach (var target in graph.References[owner])
            {
                if (graph.TypeOf(target).Name == "System.Timers.ElapsedEventHandler")
                {
                    return Callbacks.OwnerOf(graph, target);
                }
            }
        }

        return owner;
    }

    private static LeakFinding FindingOf(InspectedHeap heap, (int Timer, int Owner)[] nearest, int[] timers, int[] owners)
    {
        var owner = heap.Graph.TypeOf(owners[0]);
        var (who, remedy) = owner.Name switch
        {
            "System.Threading.Tasks.Task.DelayPromise" or "System.Threading.Tasks.Task.DelayPromiseWithCancellation" =>
                ("Task.Delay", "Give Task.Delay a CancellationToken and cancel it when nobody waits any more, as after Task.WhenAny; wait for shorter times."),
            "System.Threading.CancellationTokenSource" =>
                ("CancellationTokenSource.CancelAfter", "Dispose of each CancellationTokenSource with a timeout when its work is over (using var source = …)."),
            FrameworkWaiters.Periodic => ("PeriodicTimer", "Dispose of each PeriodicTimer when its loop is over, also when an exception ends it (using var timer = new PeriodicTimer(…))."),
            _ when FrameworkWaiters.IsPromise(owner) =>
                (FrameworkAwaits.Of(owner), $"Nobody awaits what {FrameworkAwaits.Of(owner)} with a timeout returned: wait for shorter times, or give it a CancellationToken and cancel that."),
            _ => (heap.CalledBy(owners[0]),
                $"Dispose of the timer when {(owner.IsDelegate ? "what it is for" : heap.CalledBy(owners[0]))} is done with; as long as it runs, nothing it refers to is collected."),
        };
        int[] all = [.. timers, .. owners];
        var suspect = new Suspect(heap, timers, heap.RetainedBytesOf(all, links: heap.Graph.TypeIndexOf(timers[0])))
        {
            // A local may hold the newest one as well.
            Reference = nearest.Select(timer => heap.ReferenceThrough(timer.Timer, timer.Owner))
                .MaxBy(found => found is null ? 1 : found.Chain.Steps.Count - found.Step),
            Explained = heap.WithHolders(all),
        };
        return suspect.Finding(
            LeakFingerprint.Of("timer", owner.Name),
            $"{timers.Length:N0} timers of {who} were started and never stopped",
            [
                $"{timers.Length:N0} timers in the runtime's queues call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")}.",
                $"A running timer keeps alive what it calls: {suspect.Size}, {suspect.Average} for each timer.",
            ],
            heap.Thresholds.ManyStated("running timers that call one type"),
            remedy,
            NextCommand.ChainsTo(owner.Name)) with
        {
            About = [.. FrameworkWaiters.IsPromise(owner) ? [owners[owners.Length / 2]] : (int[])[], .. heap.OneIfMostFlows(timers, suspect.Bytes)],
        };
    }
}

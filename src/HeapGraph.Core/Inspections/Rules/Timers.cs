using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Timers that are never stopped: many in the runtime's queues that call objects of one type.</summary>
internal sealed class Timers : ILeakInspection
{
    public string Subject => "timers that were never stopped";

    private const int ChainsTried = 3;
    private const string Timer = "System.Threading.TimerQueueTimer";
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

        return queued.Order().Select(timer => (Timer: timer, Owner: OwnerOf(graph, timer))).Where(timer => timer.Owner >= 0)
            .GroupBy(timer => graph.TypeIndexOf(timer.Owner)).Where(timers => timers.Count() >= LeakThresholds.LeastObjects)
            .Select(timers => FindingOf(
                heap,
                [.. timers.OrderByDescending(timer => heads.Contains(timer.Timer)).ThenByDescending(timer => timer.Timer).Take(ChainsTried)],
                [.. timers.Select(timer => timer.Timer)],
                [.. timers.Select(timer => timer.Owner).Distinct()]))
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));
    }

    private static int OwnerOf(ObjectGraph graph, int timer)
    {
        var (callback, state) = (-1, -1);
        foreach (var target in graph.References[timer])
        {
            switch (graph.TypeOf(target).Name)
            {
                case "System.Threading.TimerCallback":
                    callback = target;
                    break;
                case Timer or Queue or "System.Threading.ExecutionContext":
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
            _ => (Callbacks.WordsOf(owner), $"Dispose of the timer when {Callbacks.WordsOf(owner)} is done with; as long as it runs, nothing it refers to is collected."),
        };
        var bytes = heap.RetainedBytesOf([.. timers, .. owners], heap.Graph.TypeIndexOf(timers[0]));
        // A local may hold the newest one as well.
        var (chain, step) = nearest.Select(timer => heap.ChainThrough(timer.Timer, timer.Owner)).MaxBy(found => (found.Chain?.Steps.Count ?? 0) - found.Step);
        return new LeakFinding(
            LeakFingerprint.Of("timer", owner.Name),
            heap.SeverityOf(bytes, timers.Length),
            $"{timers.Length:N0} timers of {who} were started and never stopped: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            timers.Length)
        {
            Evidence =
            [
                $"{timers.Length:N0} timers in the runtime's queues call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")}.",
                $"A running timer keeps alive what it calls: {bytes.AsByteSize}, {bytes / timers.Length:N0} bytes for each timer.",
                heap.Thresholds.ManyStated("running timers that call one type"),
            ],
            Chain = chain,
            SuspectStep = step,
            Remedy = remedy,
            Next = NextCommand.ChainsTo(owner.Name),
            Explained = [.. timers, .. owners, .. heap.HoldersOf(timers.Concat(owners))],
        };
    }
}

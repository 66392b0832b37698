using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Flow;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Waits at a semaphore, a channel or a task that nobody awaits any more, such as the losers of a <c>Task.WhenAny</c>: they stay in its list until it wakes them.</summary>
internal sealed class AbandonedWaits : ILeakInspection
{
    public string Name => "abandoned-waits";

    public string Subject => "waits at a semaphore, a channel or a task that nobody awaits any more";

    public string FalseAlarms => "None known: a wait counts only where no method goes on behind it and nothing else refers to its task.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        if (heap.Contents is null)
        {
            return [];
        }

        // Each place with its waiters from the inside out, by the outermost, which somebody may still await.
        var awaiters = new Awaiters(heap);
        (int Place, int Array, int Count, Dictionary<int, List<int>> Passed)[] found =
            [.. PlacesOf(heap).Select(place => (place.Place, place.Array, place.Waiters.Count, NobodyBehind(place.Waiters, awaiters))).Where(place => place.Item4.Count >= LeakThresholds.LeastObjects)];
        var held = heap.Tree.HeldOutside(
            heap.Graph, [.. found.SelectMany(place => place.Passed.Keys)],
            type => type.IsPlumbing || type.IsDelegate || type.IsChannelWaiterList || CollectionShapes.IsChannel(type), found.Select(place => place.Array).ToHashSet());
        return found
            .SelectMany(place => place.Passed.Where(pair => !held.Contains(pair.Key)).Select(pair => pair.Value)
                .LargeGroupsBy(passed => FrameworkWaiters.CallOf(heap.Graph.TypeOf(passed[0])))
                .Select(group => FindingOf(heap, place.Place, place.Count, group, awaiters)))
            .MergedById()
            .Where(heap.Thresholds.AreMany);
    }

    private static IEnumerable<(int Place, int Array, List<int> Waiters)> PlacesOf(InspectedHeap heap)
    {
        var hasWaiters = heap.TypesWith(1).Any(type => IsWaiter(heap.Graph.Types[type]));
        return (hasWaiters ? heap.ObjectsOf(type => type.Name == FrameworkWaiters.Semaphore || CollectionShapes.IsChannel(type)) : [])
            .Select(place => (Place: place, Array: -1, Waiters: WaitersAt(heap.Graph, place)))
            .Concat(heap.TasksWithMany().Select(found => (Place: found.Task, found.Array, Waiters: found.Items.Where(item => FrameworkAwaits.IsPromise(heap.Graph.TypeOf(item))).ToList())))
            .Where(place => place.Waiters.Count >= LeakThresholds.LeastObjects);
    }

    private static Dictionary<int, List<int>> NobodyBehind(List<int> waiters, Awaiters awaiters)
    {
        var passedBy = new Dictionary<int, List<int>>();
        foreach (var waiter in waiters)
        {
            if (awaiters.Behind(waiter) is ({ } passed, < 0))
            {
                passedBy.TryAdd(passed[^1], passed);
            }
        }

        return passedBy;
    }

    /// <summary>What waits in the lists of a semaphore or a channel.</summary>
    private static List<int> WaitersAt(ObjectGraph graph, int place)
    {
        var (waiters, seen, open) = (new List<int>(), new HashSet<int>(), new Stack<int>([place]));
        while (open.TryPop(out var at))
        {
            foreach (var target in graph.References[at])
            {
                var type = graph.TypeOf(target);
                if ((IsWaiter(type) || type.IsChannelWaiterList) && seen.Add(target))
                {
                    open.Push(target);
                    if (IsWaiter(type))
                    {
                        waiters.Add(target);
                    }
                }
            }
        }

        return waiters;
    }

    private static bool IsWaiter(HeapType type) => type.Name == FrameworkWaiters.SemaphoreNode || type.IsChannelWaiter;

    /// <summary>What a Task.WhenAny waits for besides.</summary>
    private static IEnumerable<int> OtherTasksOf(ObjectGraph graph, int[] plumbing, int place)
    {
        foreach (var promise in plumbing)
        {
            foreach (var target in graph.References[promise].ToArray())
            {
                foreach (var task in graph.TypeOf(target).Traits.HasFlag(HeapTypeTraits.Array) ? graph.References[target].ToArray() : [target])
                {
                    if (task != place && FrameworkTask.IsPlain(graph.TypeOf(task).Name))
                    {
                        yield return task;
                    }
                }
            }
        }
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int place, int waiting, List<int>[] abandoned, Awaiters awaiters)
    {
        var call = FrameworkWaiters.CallOf(heap.Graph.TypeOf(abandoned[0][0]));
        int[] nodes = [.. abandoned.Select(passed => passed[0])];
        int[] plumbing = [.. abandoned.SelectMany(passed => passed.Concat(passed.SelectMany(awaiters.SuspendedIn))).Distinct()];
        int[] registrations = [.. plumbing.SelectMany(index => heap.Graph.References[index].ToArray()).Where(index => heap.Graph.TypeOf(index).Name == FrameworkWaiters.Registration).Distinct()];
        int[] all = [.. plumbing, .. registrations, .. OtherTasksOf(heap.Graph, plumbing, place).Distinct()];
        var last = heap.ReferenceTo(place);
        var keeper = last?.Keeper;
        var suspect = new Suspect(heap, nodes, heap.RetainedBytesOf(all, links: registrations.Length == 0 ? -1 : heap.Graph.TypeIndexOf(registrations[0])))
        {
            Reference = keeper,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Certain, "nothing goes on behind them, and nothing but what they wait for refers to their tasks"),
            Explained = [place, .. heap.WithHolders(all)],
        };
        var isSemaphore = call.StartsWith(nameof(SemaphoreSlim), StringComparison.Ordinal);
        var isTask = !isSemaphore && !heap.Graph.TypeOf(nodes[0]).IsChannelWaiter;
        var at = keeper is null ? heap.Graph.TypeOf(place).ShortName : keeper.InWords;
        return suspect.Finding(
            LeakFingerprint.Of(["abandoned", call, .. keeper?.OwnParts ?? []]),
            $"{nodes.Length:N0} calls of {call} wait {(isTask ? "for the task at" : "at")} {at}, and nobody awaits them any more",
            [
                $"{nodes.Length:N0} of the {waiting:N0} that wait there: no method goes on when they are done, and nothing else refers to their tasks.",
                "So it is with the loser of a Task.WhenAny, and with a task that was given up by WaitAsync with a timeout: the wait itself goes on."
                    + (isSemaphore ? " Each Release wakes one of them first, and is lost." : ""),
                .. registrations.Length > 0 ? (string[])[$"{registrations.Length:N0} of them stand at a CancellationToken too."] : [],
            ],
            heap.Thresholds.ManyStated("such waits at one semaphore, channel or task"),
            remedy: isTask ? $"See that the task at {at} completes, or that each {call} ends without it when its outcome matters no more: "
                    + $"{(call == "Task.WhenAny" ? "by a Task.Delay with a CancellationToken among its tasks" : "by a timeout or a CancellationToken")}; and await it."
                : $"Keep the one pending {call[(call.IndexOf('.', StringComparison.Ordinal) + 1)..]} and await it again in the next round, in place of a new call each time; or give it a CancellationToken of its own and cancel that "
                + "when it has lost (CancellationTokenSource.CreateLinkedTokenSource, Cancel).",
            NextCommand.ChainsTo(heap.Graph.AddressOf(nodes[0])));
    }
}

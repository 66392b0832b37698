using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Events whose subscribers never unsubscribe: an invocation list with many targets of one type.</summary>
internal sealed class EventHandlers : ILeakInspection
{
    public string Subject => "event handlers that never unsubscribed";

    private const int MaxLists = 1_000;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => type.Name == "object[]")
        .Where(list => IsInvocationList(heap.Graph, list))
        .Select(list => (List: list, Event: EventOf(heap, list)))
        .Where(found => found.Event >= 0)
        .Take(MaxLists)
        .SelectMany(found => heap.Graph.References[found.List].ToArray()
            .Select(handler => (Handler: handler, Owner: Callbacks.OwnerOf(heap.Graph, handler)))
            .GroupBy(handler => heap.Graph.TypeIndexOf(handler.Owner))
            .Where(subscribers => subscribers.Count() >= LeakThresholds.LeastObjects)
            .Select(subscribers => FindingOf(heap, found.List, found.Event, [.. subscribers.Select(handler => handler.Handler)], [.. subscribers.Select(handler => handler.Owner).Distinct()])))
        .OfType<LeakFinding>()
        .GroupBy(finding => finding.Id)
        .Select(same => same.MaxBy(finding => finding.RetainedBytes)! with { Objects = same.Sum(finding => finding.Objects), RetainedBytes = same.Sum(finding => finding.RetainedBytes) })
        .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

    /// <summary>An array with nothing but delegates of one type.</summary>
    private static bool IsInvocationList(ObjectGraph graph, int list)
    {
        var handlers = graph.References[list];
        if (handlers.Length < LeakThresholds.LeastObjects || graph.StaticStorage.Contains(list))
        {
            return false;
        }

        var type = graph.TypeIndexOf(handlers[0]);
        foreach (var handler in handlers)
        {
            if (graph.TypeIndexOf(handler) != type)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The delegate of the same type that owns the list; -1 when the array is something else.</summary>
    private static int EventOf(InspectedHeap heap, int list)
    {
        var owner = heap.Tree.DominatorOf(list);
        if (owner < 0 || !IsOwner(owner))
        {
            owner = heap.ChainTo(list) is { Steps: [.., var before, _] } ? before.ObjectIndex : -1;
        }

        return owner >= 0 && IsOwner(owner) ? owner : -1;

        bool IsOwner(int candidate) => heap.Graph.TypeIndexOf(candidate) == heap.Graph.TypeIndexOf(heap.Graph.References[list][0])
            && heap.LabelsOf(candidate, list).Any(label => label.IsField(FrameworkDelegate.InvocationList));
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, int list, int multicast, int[] handlers, int[] subscribers)
    {
        if (heap.ChainThrough(multicast, subscribers[0]) is not ({ } chain, var step))
        {
            return null;
        }

        var subscriber = heap.Graph.TypeOf(subscribers[0]);
        var who = Callbacks.WordsOf(subscriber);
        var place = chain.ReferenceTo(step);
        var name = place[(place.LastIndexOf(' ') + 1)..];
        var all = heap.Graph.References[list].Length;
        var bytes = heap.RetainedBytesOf([.. handlers, .. subscribers]);
        return new LeakFinding(
            LeakFingerprint.Of(["event", .. LeakFingerprint.PartsOf(chain, step, step), subscriber.Name]),
            heap.SeverityOf(bytes, handlers.Length),
            $"Event {name} has {handlers.Length:N0} handlers of {who} that never unsubscribed: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            handlers.Length)
        {
            Evidence =
            [
                $"{name} += {who}: {handlers.Length:N0} of its {all:N0} handlers, of {subscribers.Length:N0} different objects.",
                $"As long as {name} lives, it keeps them all alive: {bytes.AsByteSize}, {bytes / handlers.Length:N0} bytes for each handler.",
                heap.Thresholds.ManyStated("subscribers of one type to one event"),
            ],
            Chain = chain,
            SuspectStep = step,
            Remedy = Callbacks.IsLambda(subscriber)
                ? $"Keep the lambda in a variable and take the same one off again ({name} -= …) when its work is over: written anew it is another one. Or use a weak event."
                : $"Unsubscribe ({name} -= …) when {who} is closed or disposed of, or use a weak event.",
            Next = NextCommand.ChainsTo(subscriber.Name),
            Explained = [list, multicast, .. handlers, .. subscribers],
        };
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Events whose subscribers never unsubscribe: an invocation list with many targets of one type.</summary>
internal sealed class EventHandlers : ILeakInspection
{
    public string Name => "event-handlers";

    public string Subject => "event handlers that never unsubscribed";

    public string FalseAlarms => "Subscribers that live as long as the event on purpose, such as views that are all open. Where other references keep most of them too, it says so.";

    private const int MaxLists = 1_000;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => type.IsDelegateList)
        .Where(list => IsInvocationList(heap.Graph, list))
        .Select(list => (List: list, Event: EventOf(heap, list)))
        .Where(found => found.Event >= 0)
        .Take(MaxLists)
        .SelectMany(found => heap.Graph.References[found.List].ToArray()
            .Select(handler => (Handler: handler, Called: Callbacks.Follow(heap.Graph, handler)))
            .LargeGroupsBy(handler => heap.Graph.TypeIndexOf(handler.Called.Owner))
            .Select(handlers => FindingOf(
                heap, found.List, found.Event, [.. handlers.Select(handler => handler.Handler)], [.. handlers.Select(handler => handler.Called.Owner).Distinct()],
                [.. handlers.Select(handler => handler.Called.Through).Where(through => through >= 0)])))
        .OfType<LeakFinding>()
        .MergedById()
        .Where(heap.Thresholds.AreMany);

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
            && heap.LabelsOf(candidate, list).Any(FrameworkDelegate.IsList);
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, int list, int multicast, int[] handlers, int[] subscribers, int[] wrappers)
    {
        int[] alone = [.. subscribers.Where(one => heap.IsKeptBy(one, multicast))];
        if (heap.ReferenceThrough(multicast, alone.Length > 0 ? alone[0] : subscribers[0]) is not { } reference)
        {
            return null;
        }

        var subscriber = heap.Graph.TypeOf(subscribers[0]);
        var who = Callbacks.WordsOf(subscriber);
        var name = reference.InWords[(reference.InWords.LastIndexOf(' ') + 1)..];
        var disposed = heap.DisposedAmong(subscribers);
        var isDone = disposed is { } dead && dead.Disposed * 2 > subscribers.Length;
        var suspect = new Suspect(heap, handlers, heap.RetainedBytesOf([.. handlers, .. wrappers, .. subscribers]))
        {
            Kind = isDone ? LeakKind.Leaked : LeakKind.PiledUp,
            Sureness = isDone ? (LeakCertainty.Certain, "most of them say of themselves that they were disposed of")
                : alone.Length * 2 > subscribers.Length ? InspectedHeap.OnlyThese : InspectedHeap.InUse,
            Reference = reference,
            Explained = [list, multicast, .. handlers, .. wrappers, .. subscribers],
        };
        var subscription = wrappers.Length == 0 ? null : FrameworkSubscription.Of(heap.Graph.TypeOf(wrappers[0]));
        var options = subscription == FrameworkSubscription.Options && reference.Step > 0 ? reference.Chain.Steps[reference.Step - 1].Type : null;
        return suspect.Finding(
            LeakFingerprint.Of(["event", .. reference.OwnParts, subscriber.Name]),
            options is null ? $"Event {name} has {handlers.Length:N0} handlers of {who} that never unsubscribed"
                : $"{Callbacks.CountOf(subscriber, handlers.Length)} stay subscribed to the changes of {ArgumentOf(options)}",
            [
                options is null ? $"{name} += {who}: {handlers.Length:N0} of its {heap.Graph.References[list].Length:N0} handlers, of {subscribers.Length:N0} different objects."
                    : $"{options.ShortName}.{subscription!.Method} was called for {who}: {handlers.Length:N0} of its {heap.Graph.References[list].Length:N0} subscriptions, of {subscribers.Length:N0} different objects.",
                $"As long as {(options is null ? name : options.ShortName)} lives, it keeps them all alive: {suspect.Size}, {suspect.Average} for each {(options is null ? "handler" : "subscription")}. "
                    + (alone.Length == subscribers.Length ? "Nothing else does."
                        : alone.Length == 0 ? "Other references do too: with this event alone they would not go."
                        : $"Nothing else keeps {alone.Length:N0} of these objects."),
                .. disposed is { } state
                    ? (string[])[$"{state.Disposed:N0} of the {subscribers.Length:N0} objects say that they are disposed of (field {state.Flag})"
                        + (state.Disposed == 0 ? ": they may be in use." : ": they are done with, and Dispose does not unsubscribe.")] : [],
            ],
            heap.Thresholds.ManyStated("subscribers of one type to one event"),
            remedy: subscription is not null ? RemedyOf(subscription, who)
                : IsPrivateOfFramework(reference, name) ? $"Take each handler off again where it was added (-= with the same delegate), or dispose of what the call returned that added it, when {who} is done with."
                : Callbacks.IsLambda(subscriber)
                ? $"Keep the lambda in a variable and take the same one off again ({name} -= …) when its work is over: written anew it is another one. "
                    + "Or use a weak event."
                : disposed is { Disposed: > 0 } ? $"Unsubscribe ({name} -= …) in {who}.Dispose, or use a weak event."
                : $"Unsubscribe ({name} -= …) when {who} is closed or disposed of, or use a weak event.",
            disposed.NextOf(subscriber, NextCommand.ObjectsOf(subscriber.Name)));
    }

    /// <summary>What ends a subscription that .NET keeps in an object of its own.</summary>
    private static string RemedyOf(FrameworkSubscription subscription, string who) =>
        $"Dispose of what {subscription.Method} returned when {who} is closed or disposed of{(subscription.Instead is { } instead ? $", or {instead}" : "")}.";

    /// <summary>The options that a monitor is of, in short.</summary>
    private static string ArgumentOf(HeapType monitor) => monitor.ShortName is var name && name.IndexOf('<', StringComparison.Ordinal) is > 0 and var open ? name[(open + 1)..^1] : name;

    /// <summary>Whether the field is one that .NET keeps to itself: the event itself has another name.</summary>
    private static bool IsPrivateOfFramework(SuspectReference reference, string name) =>
        (reference.Step == 0 ? FrameworkNames.Owns(name) : FrameworkNames.Owns(reference.Chain.Steps[reference.Step - 1].Type))
            && !char.IsUpper(name[name.LastIndexOf('.') + 1]);
}

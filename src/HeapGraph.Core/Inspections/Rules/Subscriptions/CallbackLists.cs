using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Callbacks that nobody takes out of a collection again, as of an event aggregator: many that work for objects of one type.</summary>
internal sealed class CallbackLists : ILeakInspection
{
    public string Name => "callback-lists";

    public string Subject => "callbacks that pile up in a collection";

    public string FalseAlarms => "A table of handlers that is filled once, when the program starts. What holds more than one delegate does not count.";

    private const int Least = 1_000;   // as of a pile

    // What others than .NET call the objects in which they keep a delegate.
    private static readonly string[] Subscriptions = ["Subscri", "Handler", "Listener", "Observer", "Registration", "Callback"];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var graph = heap.Graph;
        return heap.TypesWith(Least).Where(type => IsCallback(graph.Types[type]))
            .SelectMany(type => heap.ObjectsOf(type).ToArray().GroupBy(heap.Tree.DominatorOf))
            .Where(items => items.Key >= 0 && FrameworkNames.IsCollection(graph.TypeOf(items.Key)) && !IsInvocationList(heap, items.Key) && items.Skip(Least - 1).Any())
            .SelectMany(items => items.Select(item => (Item: item, Owner: OwnerOf(graph, item))).Where(item => item.Owner >= 0)
                .GroupBy(item => graph.TypeIndexOf(item.Owner))
                .Select(same => FindingOf(heap, items.Key, [.. same.Select(item => item.Item)], [.. same.Select(item => item.Owner).Distinct()])))
            .OfType<LeakFinding>()
            .MergedById();
    }

    private static bool IsCallback(HeapType type) =>
        type.IsDelegate || (FrameworkNames.IsOwn(type) && Array.Exists(Subscriptions, word => type.Parsed.Definition[(type.Parsed.Definition.LastIndexOf('.') + 1)..].Contains(word, StringComparison.Ordinal)));

    private static bool IsInvocationList(InspectedHeap heap, int list) =>
        heap.Graph.TypeOf(list).IsDelegateList && heap.Tree.DominatorOf(list) is >= 0 and var owner && heap.Graph.TypeOf(owner).IsDelegate;

    private static int OwnerOf(ObjectGraph graph, int item) =>
        graph.TypeOf(item).IsDelegate ? Callbacks.OwnerOf(graph, item) is var owner && owner != item ? owner : -1 : Callbacks.HeldIn(graph, item);

    private static LeakFinding? FindingOf(InspectedHeap heap, int collection, int[] items, int[] owners)
    {
        var bytes = heap.RetainedBytesOf([.. items, .. owners]);
        if (owners.Length * 2 < items.Length || FrameworkNames.Owns(heap.Graph.TypeOf(owners[0])) || !heap.Thresholds.IsPile(items.Length, bytes) || heap.KeeperOf(items) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(items[0]);
        var who = heap.CalledBy(owners[0]);
        var suspect = new Suspect(heap, items, bytes) { Reference = reference, Sureness = heap.SurenessOfCalled(owners), Explained = [collection, .. heap.HoldersOf([collection]), .. items, .. owners] };
        return suspect.Finding(
            LeakFingerprint.Of(["callbacks", heap.Graph.TypeOf(owners[0]).Name, .. reference.OwnParts]),
            $"{items.Length:N0} callbacks of {who} stay in {suspect.Place}",
            [
                $"{items.Length:N0} {type.ShortName} there call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")}, and keep them alive: {suspect.Size}, {suspect.Average} for each.",
            ],
            heap.Thresholds.PileStated,
            remedy: $"Take each one out of {suspect.Place} (unsubscribe, or dispose of what subscribing returned) when {who} is done with; or keep a WeakReference to whom it calls.",
            NextCommand.ChainsTo(heap.Graph.TypeOf(owners[0]).Name));
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Observers that never end their subscription: many of one type at one DiagnosticListener, or at one subject of Rx.</summary>
internal sealed class Observers : ILeakInspection
{
    public string Name => "observers";

    public string Subject => "observers that stay subscribed";

    public string FalseAlarms => "One observer for each of many objects that are all in use.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => type.IsObserverNode)
        .Select(node => (Node: node, Observer: Callbacks.Behind(heap.Graph, node).Owner)).Where(node => node.Observer != node.Node)
        .LargeGroupsBy(node => (ObservedBy(heap.Graph, node.Node), heap.Graph.TypeIndexOf(node.Observer)))
        .Select(nodes => FindingOf(heap, ObservedBy(heap.Graph, nodes[0].Node), [.. nodes.Select(node => node.Node)], [.. nodes.Select(node => node.Observer).Distinct()]))
        .MergedById()
        .Where(heap.Thresholds.AreMany);

    private static int ObservedBy(ObjectGraph graph, int node)
    {
        foreach (var target in graph.References[node])
        {
            if (graph.TypeOf(target).IsObserved)
            {
                return target;
            }
        }

        return -1;
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int observed, int[] nodes, int[] observers)
    {
        var observer = heap.Graph.TypeOf(observers[0]);
        var who = Callbacks.WordsOf(observer);
        var reference = heap.ReferenceTo(observed >= 0 ? observed : nodes[0])?.Keeper;
        var (what, place) = WordsOf(heap, observed, reference);
        int[] all = [.. nodes, .. observers];
        var suspect = new Suspect(heap, nodes, heap.RetainedBytesOf(all, links: heap.Graph.TypeIndexOf(nodes[0])))
        {
            Reference = heap.ReferenceThrough(observed, observers[0]) ?? reference,
            Sureness = heap.SurenessOfCalled(observers),
            Explained = heap.WithHolders(all),
        };
        return suspect.Finding(
            LeakFingerprint.Of("observers", place, observer.Name),
            $"{Callbacks.CountOf(observer, nodes.Length)} stay subscribed to {what}",
            [
                $"{nodes.Length:N0} subscriptions call {observers.Length:N0} different {who} {(observers.Length == 1 ? "object" : "objects")}.",
                $"{ChainWords.Capitalized(what)} keeps them alive as long as it lives: {suspect.Size}, {suspect.Average} for each.",
            ],
            heap.Thresholds.ManyStated("observers of one type at one place"),
            remedy: $"Dispose of what Subscribe returned when {who} is done with; or subscribe once, when the program starts.",
            NextCommand.ChainsTo(observer.Name));
    }

    /// <summary>What is observed: for a title, and as it is in each dump.</summary>
    private static (string What, string Place) WordsOf(InspectedHeap heap, int observed, SuspectReference? reference)
    {
        var type = observed < 0 ? "" : heap.Graph.TypeOf(observed).ShortName;
        if (observed >= 0 && heap.Graph.TypeOf(observed).Name == FrameworkCallers.AllListeners)
        {
            return ("DiagnosticListener.AllListeners", type);
        }

        foreach (var target in observed >= 0 && heap.Graph.TypeOf(observed).Name == FrameworkCallers.Listener ? heap.Graph.References[observed] : [])
        {
            if (heap.Graph.TypeOf(target).Traits.HasFlag(HeapTypeTraits.String) && heap.ValueOf(target) is { } name)
            {
                return ($"the DiagnosticListener {name}", $"{type} {name}");
            }
        }

        return ($"{type}{(reference is null ? "" : $" in {reference.InWords}")}", string.Join('\n', reference?.OwnParts.Prepend(type) ?? [type]));
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>CancellationToken registrations that are never disposed of: many at a long-lived source for one type.</summary>
internal sealed class TokenRegistrations : ILeakInspection
{
    public string Name => "token-registrations";

    public string Subject => "CancellationToken registrations that were never disposed of";

    public string FalseAlarms => "Requests in flight that all wait for the same token, such as that of the shutdown.";

    private const string Source = "System.Threading.CancellationTokenSource";
    private const string Node = Source + ".CallbackNode";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => type.Name == Node)
        .Select(node => (Node: node, Owner: OwnerOf(heap.Graph, node))).Where(node => node.Owner >= 0)
        .LargeGroupsBy(node => (SourceOf(heap.Graph, node.Node), heap.Graph.TypeIndexOf(node.Owner)))
        .Select(nodes => FindingOf(heap, [.. nodes.Select(node => node.Node)], [.. nodes.Select(node => node.Owner).Distinct()]))
        .MergedById()
        .Where(heap.Thresholds.AreMany);

    /// <summary>The source that a registration is at; -1 when that is not to be seen.</summary>
    private static int SourceOf(ObjectGraph graph, int node)
    {
        foreach (var registrations in graph.References[node])
        {
            if (graph.TypeOf(registrations).Name == Source + ".Registrations")
            {
                foreach (var source in graph.References[registrations])
                {
                    if (graph.TypeOf(source).Name != Node)
                    {
                        return source;
                    }
                }
            }
        }

        return -1;
    }

    /// <summary>Whom a registration calls; -1 for a node that is kept for reuse.</summary>
    private static int OwnerOf(ObjectGraph graph, int node)
    {
        var callback = -1;
        foreach (var target in graph.References[node])
        {
            // The state, if there is one, is the field after the callback.
            var type = graph.TypeOf(target);
            if (callback >= 0)
            {
                return Callbacks.OwnerOf(graph, callback, type.Name == "System.Threading.ExecutionContext" ? -1 : target);
            }

            callback = type.IsDelegate ? target : -1;
        }

        return callback < 0 ? -1 : Callbacks.OwnerOf(graph, callback);
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int[] nodes, int[] owners)
    {
        var owner = heap.Graph.TypeOf(owners[0]);
        var isLinked = owner.Name.StartsWith(Source + ".Linked", StringComparison.Ordinal);
        var who = isLinked ? "linked CancellationTokenSource" : Callbacks.WordsOf(owner);
        int[] all = [.. nodes, .. owners];
        var reference = heap.ReferenceThrough(nodes[^1], OwnerOf(heap.Graph, nodes[^1])) is { } last ? SourceAbove(last) : null;
        var suspect = new Suspect(heap, nodes, heap.RetainedBytesOf(all, links: heap.Graph.TypeIndexOf(nodes[0])))
        {
            Reference = reference,
            Explained = heap.WithHolders(all),
        };
        var (place, parts) = reference is null or { Step: < 0 } ? ("a CancellationTokenSource", []) : (reference.InWords, reference.OwnParts);
        return suspect.Finding(
            LeakFingerprint.Of(["token", .. parts, owner.Name]),
            isLinked
                ? $"{nodes.Length:N0} linked CancellationTokenSource were never disposed of, and hang on the token of {place}"
                : $"{nodes.Length:N0} CancellationToken registrations of {who} were never disposed of",
            [
                $"{nodes.Length:N0} registrations call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")} "
                    + "when the token is cancelled.",
                $"The token of {place} keeps them alive until it is cancelled: {suspect.Size}, {suspect.Average} for each.",
            ],
            heap.Thresholds.ManyStated("registrations that call one type"),
            remedy: isLinked
                ? "Dispose of each linked source when its work is over (using var linked = CancellationTokenSource.CreateLinkedTokenSource(…))."
                : $"Dispose of what Register returned when {who} is done with (using var registration = token.Register(…)).",
            NextCommand.ChainsTo(owner.Name));
    }

    /// <summary>The reference to the source above a registration: what stands between them belongs to it.</summary>
    private static SuspectReference SourceAbove(SuspectReference node)
    {
        while (node.Step >= 0 && (node.Type.Name is Node or Source + ".Registrations" || !node.Type.Name.StartsWith(Source, StringComparison.Ordinal)))
        {
            node = node with { Step = node.Step - 1 };
        }

        return node;
    }
}

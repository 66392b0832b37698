using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Rules.Waiting;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>CancellationToken registrations that are never disposed of: many at a long-lived source for one type.</summary>
internal sealed class TokenRegistrations : ILeakInspection
{
    public string Name => "token-registrations";

    public string Subject => "CancellationToken registrations that were never disposed of";

    public string FalseAlarms => "Requests in flight that all wait for the same token, such as that of the shutdown.";

    private const string Source = "System.Threading.CancellationTokenSource";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => Find(heap, new Awaiters(heap));

    // Those of what is awaited belong to the calls that await it.
    private static IEnumerable<LeakFinding> Find(InspectedHeap heap, Awaiters awaiters) => heap.ObjectsOf(type => type.Name == FrameworkWaiters.Registration)
        .Select(node => (Node: node, Called: Called(heap.Graph, node)))
        .Where(node => node.Called.Owner >= 0 && (heap.Graph.TypeOf(node.Called.Owner) is var owner && !FrameworkWaiters.IsPromise(owner) && !owner.IsChannelWaiter || !awaiters.IsAwaited(node.Called.Owner)))
        .LargeGroupsBy(node => (SourceOf(heap.Graph, node.Node), heap.Graph.TypeIndexOf(node.Called.Owner)))
        .Select(nodes => FindingOf(
            heap, [.. nodes.Select(node => node.Node)], [.. nodes.Select(node => node.Called.Owner).Distinct()], [.. nodes.Select(node => node.Called.Through).Where(through => through >= 0)],
            awaiters))
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
                    if (graph.TypeOf(source).Name != FrameworkWaiters.Registration)
                    {
                        return source;
                    }
                }
            }
        }

        return -1;
    }

    /// <summary>Whom a registration calls, and .NET's object that passes the call on; -1 for a node that is kept for reuse.</summary>
    internal static (int Owner, int Through) Called(ObjectGraph graph, int node)
    {
        var callback = -1;
        foreach (var target in graph.References[node])
        {
            // The state, if there is one, is the field after the callback.
            var type = graph.TypeOf(target);
            if (callback >= 0)
            {
                return Callbacks.Follow(graph, callback, type.IsContext ? -1 : target);
            }

            callback = type.IsDelegate ? target : -1;
        }

        return callback < 0 ? (-1, -1) : Callbacks.Follow(graph, callback);
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int[] nodes, int[] owners, int[] wrappers, Awaiters awaiters)
    {
        var owner = heap.Graph.TypeOf(owners[0]);
        var isLinked = owner.Name.StartsWith(Source + ".Linked", StringComparison.Ordinal);
        var who = isLinked ? "linked CancellationTokenSource" : FrameworkWaiters.IsPromise(owner) ? FrameworkAwaits.Of(owner) : heap.CalledBy(owners[0]);
        int[] all = [.. nodes, .. wrappers, .. owners];
        var isFramework = !isLinked && FrameworkNames.Owns(owner) && !owner.IsDelegate;
        var subscription = wrappers.Length == 0 ? null : FrameworkSubscription.Of(heap.Graph.TypeOf(wrappers[0]));
        var reference = heap.ReferenceThrough(nodes[^1], Called(heap.Graph, nodes[^1]).Owner) is { } last ? SourceAbove(last) : null;
        var suspect = new Suspect(heap, nodes, heap.RetainedBytesOf(all, links: heap.Graph.TypeIndexOf(nodes[0])))
        {
            Reference = reference,
            Sureness = heap.SurenessOfCalled(owners),
            Explained = heap.WithHolders(all),
        };
        var (place, parts) = reference is null or { Step: < 0 } ? ("a CancellationTokenSource", []) : (reference.InWords, reference.OwnParts);
        return suspect.Finding(
            LeakFingerprint.Of(["token", .. parts, owner.Name]),
            isLinked
                ? $"{nodes.Length:N0} linked CancellationTokenSource were never disposed of, and hang on the token of {place}"
                : subscription is not null ? $"{Callbacks.CountOf(owner, nodes.Length)} stay registered for a change token ({subscription.Method})"
                : $"{nodes.Length:N0} CancellationToken registrations of {who} were never disposed of",
            [
                $"{nodes.Length:N0} registrations call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")} "
                    + "when the token is cancelled.",
                $"The token of {place} keeps them alive until it is cancelled: {suspect.Size}, {suspect.Average} for each.",
            ],
            heap.Thresholds.ManyStated("registrations that call one type"),
            remedy: isLinked
                ? "Dispose of each linked source when its work is over (using var linked = CancellationTokenSource.CreateLinkedTokenSource(…))."
                : subscription is not null ? $"Dispose of what {subscription.Method} returned when {who} is done with."
                : isFramework ? "The registrations are .NET's own, of calls that were given the token and have not come to an end: see that they do, or give them a token of their own that is cancelled "
                    + "when nobody waits any more (using var linked = CancellationTokenSource.CreateLinkedTokenSource(…))."
                : $"Dispose of what Register returned when {who} is done with (using var registration = token.Register(…)).",
            NextCommand.ChainsTo(owner.Name)) with
        {
            About = [.. isFramework ? awaiters.Behind(owners[owners.Length / 2])?.Passed ?? [owners[owners.Length / 2]] : [], .. heap.OneIfMostFlows(nodes, suspect.Bytes), .. heap.OneCallIfMostHold(nodes)],
        };
    }

    /// <summary>The reference to the source above a registration: what stands between them belongs to it.</summary>
    private static SuspectReference SourceAbove(SuspectReference node)
    {
        while (node.Step >= 0 && (node.Type.Name is FrameworkWaiters.Registration or Source + ".Registrations" || !node.Type.Name.StartsWith(Source, StringComparison.Ordinal)))
        {
            node = node with { Step = node.Step - 1 };
        }

        return node;
    }
}

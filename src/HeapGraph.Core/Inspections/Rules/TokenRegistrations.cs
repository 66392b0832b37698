using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>CancellationToken registrations that are never disposed of: many at a long-lived source for one type.</summary>
internal sealed class TokenRegistrations : ILeakInspection
{
    public string Subject => "CancellationToken registrations that were never disposed of";

    private const string Source = "System.Threading.CancellationTokenSource";
    private const string Node = Source + ".CallbackNode";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.ObjectsOf(type => type.Name == Node)
        .Select(node => (Node: node, Owner: OwnerOf(heap.Graph, node))).Where(node => node.Owner >= 0)
        .GroupBy(node => (Source: SourceOf(heap.Graph, node.Node), Type: heap.Graph.TypeIndexOf(node.Owner))).Where(nodes => nodes.Count() >= LeakThresholds.LeastObjects)
        .Select(nodes => FindingOf(heap, [.. nodes.Select(node => node.Node)], [.. nodes.Select(node => node.Owner).Distinct()]))
        .GroupBy(finding => finding.Id)
        .Select(same => same.MaxBy(finding => finding.RetainedBytes)! with { Objects = same.Sum(finding => finding.Objects), RetainedBytes = same.Sum(finding => finding.RetainedBytes) })
        .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

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
        var (chain, node) = heap.ChainThrough(nodes[^1], OwnerOf(heap.Graph, nodes[^1]));
        var source = chain is null ? -1 : IndexOfSource(chain, node);
        var place = source < 0 ? "a CancellationTokenSource" : chain!.ReferenceTo(source);
        var bytes = heap.RetainedBytesOf([.. nodes, .. owners], heap.Graph.TypeIndexOf(nodes[0]));
        return new LeakFinding(
            LeakFingerprint.Of(["token", .. source < 0 ? [] : LeakFingerprint.PartsOf(chain!, source, source), owner.Name]),
            heap.SeverityOf(bytes, nodes.Length),
            isLinked
                ? $"{nodes.Length:N0} linked CancellationTokenSource were never disposed of, and hang on the token of {place}: {bytes.AsByteSize}, {heap.ShareOf(bytes)}"
                : $"{nodes.Length:N0} CancellationToken registrations of {who} were never disposed of: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            nodes.Length)
        {
            Evidence =
            [
                $"{nodes.Length:N0} registrations call {owners.Length:N0} different {who} {(owners.Length == 1 ? "object" : "objects")} when the token is cancelled.",
                $"The token of {place} keeps them alive until it is cancelled: {bytes.AsByteSize}, {bytes / nodes.Length:N0} bytes for each.",
                heap.Thresholds.ManyStated("registrations that call one type"),
            ],
            Chain = chain,
            SuspectStep = source,
            Remedy = isLinked
                ? "Dispose of each linked source when its work is over (using var linked = CancellationTokenSource.CreateLinkedTokenSource(…))."
                : $"Dispose of what Register returned when {who} is done with (using var registration = token.Register(…)).",
            Next = NextCommand.ChainsTo(owner.Name),
            Explained = [.. nodes, .. owners, .. heap.HoldersOf(nodes.Concat(owners))],
        };
    }

    /// <summary>The source above a registration: what stands between them belongs to it.</summary>
    private static int IndexOfSource(ReferenceChain chain, int node)
    {
        while (node >= 0 && (chain.Steps[node].Type.Name is Node or Source + ".Registrations" || !chain.Steps[node].Type.Name.StartsWith(Source, StringComparison.Ordinal)))
        {
            node--;
        }

        return node;
    }
}

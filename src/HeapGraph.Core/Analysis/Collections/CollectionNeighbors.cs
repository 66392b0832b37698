using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>The neighbours of objects where the inner nodes of collections are passed over.</summary>
/// <remarks>An inner node is shown all the same when it was asked for, when a root holds it, and when anything outside its
/// collection refers to it. Of a collection's elements all inner nodes are visited; on the way up from an element to its
/// collection at most 100,000, and beyond that nothing is passed over. For one thread.</remarks>
/// <param name="graph">A graph with <see cref="GraphParts.All"/>.</param>
/// <param name="insides">What its collections are made of.</param>
/// <param name="counts">Whether an object counts: an unreachable one holds nothing.</param>
/// <param name="isKept">Whether an object is shown though it is an inner node.</param>
/// <param name="cancellation">Ends the walk from node to node.</param>
internal sealed class CollectionNeighbors(
    ObjectGraph graph, CollectionInsides insides, Func<int, bool> counts, Func<int, bool> isKept, CancellationToken cancellation)
{
    private const int MaxClimb = 100_000;
    private const int MaxReferrers = 1_000;   // what has more is no inner node

    /// <summary>The neighbours of an object, each with the way to it.</summary>
    /// <param name="objectIndex">The object.</param>
    /// <param name="direction">Whether those that it refers to, or those that refer to it.</param>
    /// <param name="row">Its neighbours in the graph that may be shown, each once.</param>
    public IEnumerable<CollectionWay> Of(int objectIndex, ReferenceDirection direction, IEnumerable<int> row) =>
        direction == ReferenceDirection.References ? row.SelectMany(target => Down(objectIndex, target)) : row.SelectMany(referrer => Up(objectIndex, referrer));

    private List<CollectionWay> Down(int from, int first)
    {
        if (insides.CollectionAt(from) is not { } collection || !insides.Begins(collection, from, first) || !IsInner(first, collection))
        {
            return [new CollectionWay(first, [from, first], null)];
        }

        // Breadth-first over the inner nodes, each remembering how it was reached.
        var found = new List<CollectionWay>();
        var depthByNode = new Dictionary<int, (int Before, int Depth)> { [first] = (from, 1) };
        var waiting = new Queue<int>([first]);
        while (waiting.TryDequeue(out var node))
        {
            cancellation.ThrowIfCancellationRequested();
            var (before, depth) = depthByNode[node];
            var seen = new HashSet<int>();
            foreach (var target in graph.References[node])
            {
                if (!seen.Add(target) || (target == from && insides.LinkedListOf(node) == from) || depthByNode.ContainsKey(target))
                {
                    continue;
                }

                if (insides.GoesOn(collection, node, target) && IsInner(target, collection))
                {
                    depthByNode[target] = (node, depth + 1);
                    waiting.Enqueue(target);
                }
                else if (counts(target))
                {
                    found.Add(new CollectionWay(target, depth > 1 ? [from, before, node, target] : [from, node, target], collection) { Through = depth });
                }
            }
        }

        return found;
    }

    private List<CollectionWay> Up(int to, int last)
    {
        var referrers = graph.Referrers[last];
        foreach (var collection in referrers.Length > MaxReferrers ? [] : referrers.ToArray().SelectMany(referrer => CollectionsAround(referrer, last)).Distinct())
        {
            // Of an inner node that was asked for its own neighbours are shown.
            var isInnerItself = insides.CollectionAt(to) is null && insides.GoesOn(collection, last, to);
            if (!isInnerItself && IsInner(last, collection) && OwnersOf(last, to, collection) is { Count: > 0 } owners)
            {
                // A node's reference back to its list is no way to anything.
                return insides.LinkedListOf(last) == to ? [] : owners;
            }
        }

        return [new CollectionWay(last, [last, to], null)];
    }

    private IEnumerable<string> CollectionsAround(int referrer, int node) =>
        insides.CollectionAt(referrer) is { } collection && insides.Begins(collection, referrer, node)
            ? insides.Around(referrer, node).Append(collection) : insides.Around(referrer, node);

    /// <summary>The collections above an inner node, and the inner nodes on the way that must be shown; none when there is
    /// no collection.</summary>
    private List<CollectionWay> OwnersOf(int last, int to, string collection)
    {
        var (found, hasOwner) = (new List<CollectionWay>(), false);
        var depthByNode = new Dictionary<int, int> { [last] = 1 };
        var waiting = new Queue<int>([last]);
        while (waiting.TryDequeue(out var node) && depthByNode.Count < MaxClimb)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var referrer in insides.LinkedListOf(node) is { } list ? [list] : graph.Referrers[node])
            {
                if (!counts(referrer) || depthByNode.ContainsKey(referrer))
                {
                    continue;
                }

                var isOwner = insides.CollectionAt(referrer) == collection && insides.Begins(collection, referrer, node);
                if (!isOwner && !insides.GoesOn(collection, referrer, node))
                {
                    continue;
                }

                depthByNode[referrer] = depthByNode[node] + 1;
                hasOwner |= isOwner;
                if (isOwner || !IsInner(referrer, collection))
                {
                    found.Add(new CollectionWay(referrer, [referrer, node, .. node == last ? (int[])[] : [last], to], collection) { Through = depthByNode[node] });
                }
                else
                {
                    waiting.Enqueue(referrer);
                }
            }
        }

        return hasOwner && depthByNode.Count < MaxClimb ? found : [];
    }

    /// <summary>Whether nothing but a collection of this kind and its nodes refer to a node.</summary>
    private bool IsInner(int node, string collection)
    {
        if (isKept(node) || graph.RootsOf(node).Any())
        {
            return false;
        }

        foreach (var referrer in graph.Referrers[node])
        {
            if (counts(referrer) && !insides.GoesOn(collection, referrer, node)
                && !(insides.CollectionAt(referrer) == collection && insides.Begins(collection, referrer, node)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A neighbour and how it is reached.</summary>
/// <param name="Neighbor">The object at the other end.</param>
/// <param name="Objects">The referrer, the last of the inner nodes that are passed over, what they lead to; for a longer
/// way also the node before the last.</param>
/// <param name="Collection">The collection whose inner nodes these are; null for a plain reference.</param>
internal sealed record CollectionWay(int Neighbor, int[] Objects, string? Collection)
{
    /// <summary>How many inner nodes are passed over.</summary>
    public int Through { get; init; }

    /// <summary>The name of a reference that keeps nothing alive; null for any other.</summary>
    public string? WeakLabel { get; init; }
}

using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Where in a collection that is made of nodes an element stands: the place that <c>ElementAt</c> gives.</summary>
/// <remarks>The first question about a collection costs a walk over its first 100,000 nodes, some 10 ms and 4 MB, whichever
/// of them is asked for; nodes beyond have no place.</remarks>
internal sealed class NodePlaces(ClrRuntime runtime, MemoryImage image, FieldReader fields)
{
    private const int MaxNodes = 100_000;
    private const int MaxDepth = 128;   // of a balanced tree
    private const int MaxWrappers = 3;

    private readonly Dictionary<ulong, Dictionary<ulong, int>> _placesByCollection = [];

    /// <summary>The place of a node in a collection; null when it is none of its first, or the collection has no nodes.</summary>
    public int? Of(ClrObject collection, ulong node)
    {
        if (!_placesByCollection.TryGetValue(collection.Address, out var places))
        {
            _placesByCollection[collection.Address] = places = [];
            if (Unwrapped(collection) is { } found)
            {
                Walk(found.Collection, found.Links, places);
            }
        }

        return places.TryGetValue(node, out var place) ? place : null;
    }

    private (ClrObject Collection, NodeLinks Links)? Unwrapped(ClrObject collection)
    {
        for (var wrappers = 0; wrappers <= MaxWrappers; wrappers++)
        {
            FrameworkCollection? known = null;
            for (var type = collection.Type; type is not null && known is not ({ Links: not null } or { Wraps: not null }); type = type.BaseType)
            {
                known = FrameworkCollections.OfRuntime(type.Name);
            }

            if (known?.Links is { } links)
            {
                return (collection, links);
            }

            if (known?.Wraps is not { } wraps || fields.ReadObject(collection, wraps) is not { } inner)
            {
                return null;
            }

            collection = inner;
        }

        return null;
    }

    private void Walk(ClrObject collection, NodeLinks links, Dictionary<ulong, int> places)
    {
        AddInOrder(links.First.Length == 0 ? collection : fields.ReadObject(collection, links.First), links, places);
        if (links.Last is not null && fields.ReadObject(collection, links.Last) is { } last)
        {
            // The latest comes first there, and last in the collection.
            var (before, reversed) = (places.Count, new Dictionary<ulong, int>());
            AddInOrder(last, links, reversed);
            foreach (var (node, place) in reversed)
            {
                places.TryAdd(node, before + reversed.Count - 1 - place);
            }
        }
    }

    /// <summary>Adds a tree's nodes from left to right. A list is a tree without anything to the left.</summary>
    private void AddInOrder(ClrObject? root, NodeLinks links, Dictionary<ulong, int> places)
    {
        if (root is not { } first || OffsetOf(first, links.Right) is not { } right)
        {
            return;
        }

        var (left, end, more) = (OffsetOf(first, links.Left), OffsetOf(first, links.End), OffsetOf(first, links.More));
        var (open, node) = (new Stack<ulong>(), first.Address);
        while (places.Count < MaxNodes)
        {
            while (node != 0 && open.Count < MaxDepth && (end is null || At(node, end) != 0))
            {
                open.Push(node);
                node = At(node, left);
            }

            if (!open.TryPop(out node) || !places.TryAdd(node, places.Count))
            {
                return;
            }

            if (more is not null && At(node, more) is not 0 and var others && runtime.Heap.GetObject(others) is { Type: not null } tree)
            {
                AddInOrder(tree, links with { More = null }, places);
            }

            node = At(node, right);
        }
    }

    private ulong At(ulong node, int? offset) => offset is { } at && image.TryRead(node + (ulong)at, out ulong next) ? next : 0;

    private int? OffsetOf(ClrObject node, string? path) =>
        path is not null && fields.Find(node.Type!, node.Address + 8, path) is { } place ? (int)(place.Address - node.Address) : null;
}

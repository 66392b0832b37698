using HeapGraph.Core.Graph.Names;
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

    private static readonly Shape Sorted = new("root", "<Left>k__BackingField", "<Right>k__BackingField");
    private static readonly Shape Balanced = new("_root", "_left", "_right", End: "_left");
    private static readonly Shape Buckets = Balanced with { More = "_value._additionalElements" };
    private static readonly Shape Stacked = new("", null, "_tail", End: "_tail");

    private static readonly Dictionary<string, Shape> ShapeByCollection = new()
    {
        ["System.Collections.Generic.LinkedList"] = new("head", null, "next"),
        ["System.Collections.Generic.SortedSet"] = Sorted,
        ["System.Collections.Generic.TreeSet"] = Sorted,
        ["System.Collections.Concurrent.ConcurrentStack"] = new("_head", null, "_next"),
        ["System.Collections.ListDictionaryInternal"] = new("head", null, "next"),
        ["System.Collections.Specialized.ListDictionary"] = new("head", null, "next"),
        ["System.Collections.Immutable.ImmutableList"] = Balanced,
        ["System.Collections.Immutable.ImmutableSortedSet"] = Balanced,
        ["System.Collections.Immutable.ImmutableSortedDictionary"] = Balanced,
        ["System.Collections.Immutable.ImmutableHashSet"] = Buckets,
        ["System.Collections.Immutable.ImmutableDictionary"] = Buckets,
        ["System.Collections.Immutable.ImmutableStack"] = Stacked,
        ["System.Collections.Immutable.ImmutableQueue"] = Stacked with { First = "_forwards", Last = "_backwards" },
    };

    // What holds such a collection, and where.
    private static readonly Dictionary<string, string> InnerByWrapper = new()
    {
        ["System.Collections.Generic.SortedDictionary"] = "_set",
        ["System.Collections.Concurrent.BlockingCollection"] = "_collection",
        ["System.Collections.ObjectModel.ReadOnlySet"] = "_set",
    };

    private readonly Dictionary<ulong, Dictionary<ulong, int>> _placesByCollection = [];

    /// <summary>The place of a node in a collection; null when it is none of its first, or the collection has no nodes.</summary>
    public int? Of(ClrObject collection, ulong node)
    {
        if (!_placesByCollection.TryGetValue(collection.Address, out var places))
        {
            _placesByCollection[collection.Address] = places = [];
            if (Unwrapped(collection) is { } found)
            {
                Walk(found.Collection, found.Shape, places);
            }
        }

        return places.TryGetValue(node, out var place) ? place : null;
    }

    private (ClrObject Collection, Shape Shape)? Unwrapped(ClrObject collection)
    {
        for (var wrappers = 0; wrappers <= MaxWrappers; wrappers++)
        {
            var type = collection.Type;
            while (type is not null && !ShapeByCollection.ContainsKey(DefinitionName.Of(type.Name)) && !InnerByWrapper.ContainsKey(DefinitionName.Of(type.Name)))
            {
                type = type.BaseType;
            }

            if (type is not null && ShapeByCollection.TryGetValue(DefinitionName.Of(type.Name), out var shape))
            {
                return (collection, shape);
            }

            if (type is null || fields.ReadObject(collection, InnerByWrapper[DefinitionName.Of(type.Name)]) is not { } inner)
            {
                return null;
            }

            collection = inner;
        }

        return null;
    }

    private void Walk(ClrObject collection, Shape shape, Dictionary<ulong, int> places)
    {
        AddInOrder(shape.First.Length == 0 ? collection : fields.ReadObject(collection, shape.First), shape, places);
        if (shape.Last is not null && fields.ReadObject(collection, shape.Last) is { } last)
        {
            // The latest comes first there, and last in the collection.
            var (before, reversed) = (places.Count, new Dictionary<ulong, int>());
            AddInOrder(last, shape, reversed);
            foreach (var (node, place) in reversed)
            {
                places.TryAdd(node, before + reversed.Count - 1 - place);
            }
        }
    }

    /// <summary>Adds a tree's nodes from left to right. A list is a tree without anything to the left.</summary>
    private void AddInOrder(ClrObject? root, Shape shape, Dictionary<ulong, int> places)
    {
        if (root is not { } first || OffsetOf(first, shape.Right) is not { } right)
        {
            return;
        }

        var (left, end, more) = (OffsetOf(first, shape.Left), OffsetOf(first, shape.End), OffsetOf(first, shape.More));
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
                AddInOrder(tree, Balanced, places);
            }

            node = At(node, right);
        }
    }

    private ulong At(ulong node, int? offset) => offset is { } at && image.TryRead(node + (ulong)at, out ulong next) ? next : 0;

    private int? OffsetOf(ClrObject node, string? path) =>
        path is not null && fields.Find(node.Type!, node.Address + 8, path) is { } place ? (int)(place.Address - node.Address) : null;

    /// <summary>What a collection's nodes are linked by.</summary>
    /// <param name="First">The field with the first node, or a tree's root; empty when the collection is a node itself.</param>
    /// <param name="Left">The field with what comes before a node.</param>
    /// <param name="Right">The field with what comes after it.</param>
    /// <param name="End">A field that is null in the node that ends the collection and holds no element.</param>
    /// <param name="More">The field with a tree of more elements that follow the node's own.</param>
    /// <param name="Last">The field with nodes that follow all others, the last one first.</param>
    private sealed record Shape(string First, string? Left, string Right, string? End = null, string? More = null, string? Last = null);
}

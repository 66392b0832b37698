using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Where in a collection an element stands, where that is not its place in the array: the place that
/// <c>ElementAt</c> gives, from the head of a queue and from the top of a stack.</summary>
/// <remarks>The first question costs a pass over the objects' types and a look at each such collection; the first one for a
/// node of a linked list a walk over its first 10,000 nodes, beyond which nodes have no place.</remarks>
internal sealed class ElementPlaces(ClrRuntime runtime, MemoryImage image, ObjectGraph graph, FieldReader fields)
{
    private const int MaxNodes = 10_000;
    private const string LinkedListNode = "System.Collections.Generic.LinkedListNode";

    // By the collection's name: its array, the fields with its first slot and its size.
    private static readonly (string Collection, string Array, string? Head, bool IsStack, string Element)[] Kinds =
    [
        ("System.Collections.Generic.Queue", "_array", "_head", false, ""),
        ("System.Collections.Generic.Deque", "_array", "_head", false, ""),
        ("System.Collections.Queue", "_array", "_head", false, ""),
        ("System.Collections.Generic.Stack", "_array", null, true, ""),
        ("System.Collections.Stack", "_array", null, true, ""),
        ("System.Collections.Generic.PriorityQueue", "_nodes", null, false, "Item1"),
    ];

    private readonly QueueSegments _segments = new(fields);
    private readonly Dictionary<ulong, Dictionary<ulong, int>> _placeByNode = [];

    private Dictionary<ulong, Elements> ElementsByArray => field ??= Find();

    /// <summary>An element's place by its index in the array, and the field of the array's element that is the collection's
    /// own; null when the array is none of such a collection, or the slot is not in use.</summary>
    public (int Place, string Field)? Of(ulong array, int index) =>
        ElementsByArray.TryGetValue(array, out var elements) && (index - elements.Head + elements.Length) % elements.Length is var at && at < elements.Count
            ? (elements.Before + (elements.IsStack ? elements.Count - 1 - at : at), elements.Field)
            : null;

    /// <summary>The place of a node in its linked list, when it is one of the first.</summary>
    public int? OfNode(ClrObject node)
    {
        if (DefinitionName.Of(node.Type!.Name) != LinkedListNode || fields.ReadObject(node, "list") is not { } list)
        {
            return null;
        }

        if (!_placeByNode.TryGetValue(list.Address, out var places))
        {
            _placeByNode[list.Address] = places = [];
            var next = (ulong)node.Type.GetFieldByName("next")!.Offset + 8;
            for (var at = fields.ReadObject(list, "head")?.Address ?? 0; at != 0 && places.Count < MaxNodes && places.TryAdd(at, places.Count);)
            {
                image.TryRead(at + next, out at);
            }
        }

        return places.TryGetValue(node.Address, out var place) ? place : null;
    }

    private Dictionary<ulong, Elements> Find()
    {
        var found = new Dictionary<ulong, Elements>();
        var definitions = graph.Types.Select(type => type.CollectionBase ?? (type.Name.StartsWith("System.Collections.", StringComparison.Ordinal) ? DefinitionName.Of(type.Name) : "")).ToArray();
        var wanted = definitions.Select(name => name == "System.Collections.Concurrent.ConcurrentQueue" || Kinds.Any(kind => kind.Collection == name)).ToArray();
        for (var index = 0; wanted.Contains(true) && index < graph.ObjectCount; index++)
        {
            var type = graph.TypeIndexOf(index);
            if (wanted[type] && runtime.Heap.GetObject(graph.AddressOf(index)) is { Type: not null } collection)
            {
                Add(found, collection, definitions[type]);
            }
        }

        return found;
    }

    private void Add(Dictionary<ulong, Elements> found, ClrObject collection, string definition)
    {
        var kind = Array.Find(Kinds, kind => kind.Collection == definition);
        if (kind.Array is null)
        {
            var before = 0;
            foreach (var (slots, head, count) in _segments.Of(collection))
            {
                found.TryAdd(slots.Address, new Elements(head & (slots.Length - 1), slots.Length, count, before, false, "Item"));
                before += count;
            }
        }
        else if (fields.ReadObject(collection, kind.Array) is { IsArray: true } array && array.AsArray().Length is > 0 and var length && fields.ReadInt32(collection, "_size") is { } size)
        {
            found.TryAdd(array.Address, new Elements(kind.Head is null ? 0 : fields.ReadInt32(collection, kind.Head) ?? 0, length, size, 0, kind.IsStack, kind.Element));
        }
    }

    /// <summary>How elements stand in an array.</summary>
    /// <param name="Head">The slot of the first; they go on at the beginning.</param>
    /// <param name="Length">The array's length.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Before">How many stand in arrays before this one.</param>
    /// <param name="IsStack">Whether the last comes first.</param>
    /// <param name="Field">The field of an array's element that holds the collection's element; empty for the whole.</param>
    private sealed record Elements(int Head, int Length, int Count, int Before, bool IsStack, string Field);
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Where in a collection an element stands, where that is not its place in the array: the place that
/// <c>ElementAt</c> gives, from the head of a queue and from the top of a stack.</summary>
/// <remarks>The first question costs a pass over the objects' types and a look at each such collection.</remarks>
internal sealed class ElementPlaces(ClrRuntime runtime, ObjectGraph graph, FieldReader fields)
{
    private const string ConcurrentQueue = "System.Collections.Concurrent.ConcurrentQueue";
    private const string ConcurrentBag = "System.Collections.Concurrent.ConcurrentBag";
    private const string SingleConsumerQueue = "System.Collections.Concurrent.SingleProducerSingleConsumerQueue";
    private const int MaxParts = 100_000;   // of one collection

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

    private Dictionary<ulong, Elements> ElementsByArray => field ??= Find();

    /// <summary>An element's place by its index in the array, and the field of the array's element that is the collection's
    /// own; null when the array is none of such a collection, or the slot is not in use.</summary>
    public (int Place, string Field)? Of(ulong array, int index) =>
        ElementsByArray.TryGetValue(array, out var elements) && (index - elements.Head + elements.Length) % elements.Length is var at && at < elements.Count
            ? (elements.Before + (elements.IsStack ? elements.Count - 1 - at : at), elements.Field)
            : null;

    private Dictionary<ulong, Elements> Find()
    {
        var found = new Dictionary<ulong, Elements>();
        var definitions = graph.Types.Select(type => type.CollectionBase ?? (type.Name.StartsWith("System.Collections.", StringComparison.Ordinal) ? DefinitionName.Of(type.Name) : "")).ToArray();
        var wanted = definitions.Select(name => name is ConcurrentQueue or ConcurrentBag or SingleConsumerQueue || Kinds.Any(kind => kind.Collection == name)).ToArray();
        var count = wanted.Contains(true) ? graph.ObjectCount : 0;
        for (var index = 0; index < count; index++)
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
        switch (definition)
        {
            case ConcurrentQueue:
                AddParts(found, _segments.Of(collection).Select(part => (part.Slots, part.Head, part.Count)), isStack: false, "Item");
                break;
            case SingleConsumerQueue:
                AddParts(found, PartsOf(collection, "_head", "_next", "_state._first", segment => fields.ReadInt32(segment, "_state._last") - fields.ReadInt32(segment, "_state._first")), isStack: false, "");
                break;
            case ConcurrentBag:
                AddParts(found, PartsOf(collection, "_workStealingQueues", "_nextQueue", "_headIndex", queue => fields.ReadInt32(queue, "_addTakeCount") - fields.ReadInt32(queue, "_stealCount")), isStack: true, "");
                break;
            default:
                var kind = Array.Find(Kinds, kind => kind.Collection == definition);
                if (fields.ReadObject(collection, kind.Array) is { IsArray: true } array && array.AsArray().Length is > 0 and var length && fields.ReadInt32(collection, "_size") is { } size)
                {
                    found.TryAdd(array.Address, new Elements(kind.Head is null ? 0 : fields.ReadInt32(collection, kind.Head) ?? 0, length, size, 0, kind.IsStack, ElementOf(kind.Element, collection)));
                }

                break;
        }
    }

    /// <summary>A channel that is ordered keeps its elements as the priorities of nothing but <c>true</c>.</summary>
    private static string ElementOf(string field, ClrObject collection) =>
        field == "Item1" && collection.Type!.Name!.StartsWith("System.Collections.Generic.PriorityQueue<System.Boolean,", StringComparison.Ordinal) ? "Item2" : field;

    /// <summary>The arrays of a collection that has one in each of several parts.</summary>
    private IEnumerable<(ClrArray Slots, int Head, int Count)> PartsOf(ClrObject collection, string first, string next, string head, Func<ClrObject, int?> count)
    {
        var part = fields.ReadObject(collection, first);
        for (var passed = 0; part is { } at && passed < MaxParts; passed++, part = fields.ReadObject(at, next))
        {
            if (fields.ReadObject(at, "_array") is { IsArray: true } array && fields.ReadInt32(at, head) is { } start && count(at) is { } elements && array.AsArray() is { Length: > 0 } slots)
            {
                // Where numbers of slots start anew at the array's end, the difference is short of its length.
                yield return (slots, start, elements < 0 ? elements + slots.Length : Math.Min(elements, slots.Length));
            }
        }
    }

    private static void AddParts(Dictionary<ulong, Elements> found, IEnumerable<(ClrArray Slots, int Head, int Count)> parts, bool isStack, string field)
    {
        var before = 0;
        foreach (var (slots, head, count) in parts)
        {
            found.TryAdd(slots.Address, new Elements(head & (slots.Length - 1), slots.Length, count, before, isStack, field));
            before += count;
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

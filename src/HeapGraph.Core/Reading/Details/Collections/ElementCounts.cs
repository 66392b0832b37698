using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>How many elements the framework's collections have, from the fields that their <c>Count</c> is made of.</summary>
internal sealed class ElementCounts(MemoryImage image, FieldReader fields)
{
    private const string Collections = "System.Collections.";
    private const string Channels = "System.Threading.Channels.";
    private const int MaxWrappers = 3;
    private const int MaxLinked = 10_000;

    private readonly QueueSegments _segments = new(fields);

    // By type, or base type: the field with the number; behind a minus one that is taken away; ending in a dot, the
    // array or collection that has as many.
    private static readonly Dictionary<string, string> PathByType = new()
    {
        ["ArrayList"] = "_size",
        ["Queue"] = "_size",
        ["Stack"] = "_size",
        ["SortedList"] = "_size",
        ["Hashtable"] = "_count",
        ["ListDictionaryInternal"] = "count",
        ["Specialized.ListDictionary"] = "count",
        ["Generic.List"] = "_size",
        ["Generic.Queue"] = "_size",
        ["Generic.Stack"] = "_size",
        ["Generic.SortedList"] = "_size",
        ["Generic.PriorityQueue"] = "_size",
        ["Generic.Dictionary"] = "_count-_freeCount",
        ["Generic.HashSet"] = "_count-_freeCount",
        ["Generic.OrderedDictionary"] = "_count",
        ["Generic.Deque"] = "_size",
        ["Generic.LinkedList"] = "count",
        ["Generic.SortedSet"] = "count",
        ["Generic.SortedDictionary"] = "_set.count",
        ["ObjectModel.Collection"] = "items.",
        ["ObjectModel.ReadOnlyCollection"] = "list.",
        ["ObjectModel.ReadOnlyDictionary"] = "m_dictionary.",
        ["ObjectModel.ReadOnlySet"] = "_set.",
        ["Concurrent.BlockingCollection"] = "_collection.",
        ["Immutable.ImmutableArray"] = "array.",
        ["Immutable.ImmutableDictionary"] = "_count",
        ["Immutable.ImmutableHashSet"] = "_count",
        ["Immutable.ImmutableSortedDictionary"] = "_count",
        ["Immutable.ImmutableList"] = "_root._count",
        ["Immutable.ImmutableSortedSet"] = "_root._count",
        ["Frozen.FrozenDictionary"] = "_values.",
        ["Frozen.FrozenSet"] = "_items.",
    };

    /// <summary>The number of elements; null of what is no such collection.</summary>
    public int? Of(ClrObject source, int wrappers = 0)
    {
        if (source.Type?.Name?.StartsWith(Channels, StringComparison.Ordinal) == true)
        {
            return source.Type.GetFieldByName("_items") is not null && fields.ReadObject(source, "_items") is { } items ? Of(items, wrappers + 1) : null;
        }

        for (var type = source.Type; type is not null && wrappers <= MaxWrappers; type = type.BaseType)
        {
            if (type.Name?.StartsWith(Collections, StringComparison.Ordinal) != true)
            {
                continue;
            }

            var definition = DefinitionName.Of(type.Name)[Collections.Length..];
            if (OfLinked(source, definition) is { } linked)
            {
                return linked;
            }

            if (PathByType.TryGetValue(definition, out var path))
            {
                return Of(source, path, wrappers);
            }
        }

        return null;
    }

    private int? Of(ClrObject source, string path, int wrappers)
    {
        if (path.EndsWith('.'))
        {
            return fields.ReadObject(source, path[..^1]) is not { } inner ? null : inner.IsArray ? inner.AsArray().Length : Of(inner, wrappers + 1);
        }

        var parts = path.Split('-');
        var count = fields.ReadInt32(source, parts[0]);
        return parts.Length == 1 ? count : count - fields.ReadInt32(source, parts[1]);
    }

    /// <summary>Of collections that keep no one number.</summary>
    private int? OfLinked(ClrObject source, string definition) => definition switch
    {
        "Concurrent.ConcurrentDictionary" => SumOf(fields.ReadObject(source, "_tables._countPerLock")),
        "Concurrent.ConcurrentQueue" => _segments.Of(source).Sum(segment => segment.Count),
        "Concurrent.SingleProducerSingleConsumerQueue" => Along(source, "_head", "_next")?.Sum(SlotsUsedIn),
        "Concurrent.ConcurrentBag" => Along(source, "_workStealingQueues", "_nextQueue") is { } queues
            ? queues.Sum(queue => fields.ReadInt32(queue, "_addTakeCount") - fields.ReadInt32(queue, "_stealCount")) : null,
        "Concurrent.ConcurrentStack" => Along(source, "_head", "_next")?.Count,
        "Immutable.ImmutableStack" => Along(source, "_tail", "_tail")?.Count,
        "Immutable.ImmutableQueue" => OfStack(source, "_forwards") + OfStack(source, "_backwards"),
        _ => null,
    };

    private int? SlotsUsedIn(ClrObject segment) =>
        fields.ReadObject(segment, "_array") is { IsArray: true } array && fields.ReadInt32(segment, "_state._last") - fields.ReadInt32(segment, "_state._first") is { } used
            ? used < 0 ? used + array.AsArray().Length : used : null;

    private int? OfStack(ClrObject source, string stack) => fields.ReadObject(source, stack) is { } found ? Along(found, "_tail", "_tail")?.Count : 0;

    /// <summary>The objects of a list whose members refer to the next one; null when there are more than 10,000.</summary>
    private List<ClrObject>? Along(ClrObject source, string first, string next)
    {
        var found = new List<ClrObject>();
        for (var at = fields.ReadObject(source, first); at is { } here; at = fields.ReadObject(here, next))
        {
            if (found.Count == MaxLinked)
            {
                return null;
            }

            found.Add(here);
        }

        return found;
    }

    private int? SumOf(ClrObject? numbers)
    {
        if (numbers is not { IsArray: true } array || array.AsArray() is not { Length: < 1 << 20 } found)
        {
            return null;
        }

        var counts = new int[found.Length];
        image.Read(array.Address + 16, MemoryMarshal.AsBytes(counts.AsSpan()));
        return counts.Sum();
    }
}

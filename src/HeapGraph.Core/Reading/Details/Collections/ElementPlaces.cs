using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Where in a collection an element stands, where that is not its place in the array: the place that
/// <c>ElementAt</c> gives, from the head of a queue and from the top of a stack.</summary>
/// <remarks>The first question costs a pass over the objects' types and a look at each such collection.</remarks>
internal sealed class ElementPlaces(ClrRuntime runtime, ObjectGraph graph, FieldReader fields)
{
    private readonly CollectionParts _parts = new(fields);

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
        var wanted = graph.Types.Select(type => (type.CollectionBase ?? (FrameworkCollections.Owns(type.Name) ? DefinitionName.Of(type.Name) : null)) is { } name
            && FrameworkCollections.Named(name) is { } collection && (collection.Order ?? (object?)collection.Parts) is not null ? collection : null).ToArray();
        var count = Array.Exists(wanted, collection => collection is not null) ? graph.ObjectCount : 0;
        for (var index = 0; index < count; index++)
        {
            if (wanted[graph.TypeIndexOf(index)] is { } collection && runtime.Heap.GetObject(graph.AddressOf(index)) is { Type: not null } source)
            {
                Add(found, source, collection);
            }
        }

        return found;
    }

    private void Add(Dictionary<ulong, Elements> found, ClrObject source, FrameworkCollection collection)
    {
        if (collection.Parts is { } parts)
        {
            AddParts(found, _parts.Of(source, parts), parts.IsStack, parts.Part);
        }
        else if (collection.Order is { } order && fields.ReadObject(source, order.Array) is { IsArray: true } array && array.AsArray().Length is > 0 and var length
            && fields.ReadInt32(source, order.Size) is { } size)
        {
            var head = order.Head is null ? 0 : fields.ReadInt32(source, order.Head) ?? 0;
            found.TryAdd(array.Address, new Elements(head, length, size, 0, order.IsStack, order.Part?.Invoke(source.Type!.Name!) ?? ""));
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

using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The name of a slot for whoever looks at an arrow: the source's words, or the plain fields.</summary>
internal sealed class ArrowNames(
    SlotNames slots, CollectionKeys keys, PairedArrays pairs, ElementPlaces places, NodePlaces nodes, FieldReader fields, DelegateMethods methods,
    SuspendedMethods suspended, DetailOptions options)
{
    private const int ObjectOrigin = 8;   // an object's fields stand behind its MethodTable

    // The few names that a node's element has, asked for before the type of each object that an arrow leaves is looked up.
    private static readonly string InStack = ImmutableCollections.Stack.Holders[0].Element;
    private static readonly string InLinkedList = GenericCollections.LinkedList.Holders[0].Element;

    /// <summary>The name of the slot at an address within an object; null when there is none to tell.</summary>
    /// <remarks>What can not be read of a key or a method leaves the plain name.</remarks>
    public SlotLabel? Of(ClrObject source, ClrType type, ulong slot)
    {
        var offset = (int)(slot - source.Address);
        try
        {
            return type.IsArray ? OfElement(source.AsArray(), type, offset, options.PlainNames) : OfField(source, type, offset, options.PlainNames);
        }
        catch (Exception unreadable) when (!options.PlainNames && unreadable is not OutOfMemoryException)
        {
            return type.IsArray ? OfElement(source.AsArray(), type, offset, isPlain: true) : OfField(source, type, offset, isPlain: true);
        }
    }

    private SlotLabel? OfField(ClrObject source, ClrType type, int offset, bool isPlain) =>
        !slots.Of(type, ObjectOrigin).TryGetValue(offset, out var name) ? OfVariable(source, type, offset, isPlain)
        : isPlain ? SlotLabel.OfField(name.Plain)
        : OfDelegate(source, type, name.Plain) ?? KeyOf(type, source.Address + ObjectOrigin, name, null) ?? OfNode(source, type, name) ?? name.InSource;

    /// <summary>Of a Continuation's variables the metadata knows nothing, so their place has to do.</summary>
    private SlotLabel? OfVariable(ClrObject source, ClrType type, int offset, bool isPlain) =>
        !SuspendedMethods.IsContinuation(type) ? null
        : isPlain || suspended.Of(source) is not { } method ? SlotLabel.OfField($"+{offset}")
        : new SlotLabel(SlotKind.Local, $"variable at +{offset}") { Method = method };

    /// <summary>A node of a linked list names its list; a stack that never changes has its first element itself.</summary>
    private SlotLabel? OfNode(ClrObject source, ClrType type, SlotName name) =>
        (name.Plain.StartsWith(InStack, StringComparison.Ordinal) || name.Plain.StartsWith(InLinkedList, StringComparison.Ordinal))
            && FrameworkCollections.HolderOfRuntime(type.Name, name.Plain) is { Pair: null } holder && name.Plain.StartsWith(holder.Element, StringComparison.Ordinal)
            && PlaceOf(source, holder) is { } place ? name.InSource.Behind(holder.Element.Length) with { Index = $"{place}" } : null;

    private int? PlaceOf(ClrObject node, ElementHolder holder) =>
        holder.Type == ImmutableCollections.Stack.Name ? 0
        : holder.Type == GenericCollections.LinkedListNode && fields.ReadObject(node, GenericCollections.LinkedList.Links!.Owner!) is { } list ? nodes.Of(list, node.Address)
        : null;

    private SlotLabel? OfDelegate(ClrObject source, ClrType type, string field) =>
        field == FrameworkDelegate.Target && type.IsDelegate && methods.NameOf(source, withType: false) is { } method ? new SlotLabel(SlotKind.Delegate, "") { Method = method } : null;

    private SlotLabel? OfElement(ClrArray array, ClrType type, int offset, bool isPlain)
    {
        var first = offset - (int)(type.StaticSize - 8);
        if (first < 0 || type.ComponentSize == 0)
        {
            return null;
        }

        var index = first / type.ComponentSize;
        var inCollection = isPlain || array.Rank > 1 ? null : places.Of(array.Address, index);
        var place = inCollection is { } at ? SlotLabel.OfElement(at.Place) : SlotLabel.OfElement(string.Join(',', IndicesOf(array, index)));
        var keyed = isPlain ? place : KeyOf(array, index) ?? place;
        if (type.ComponentType is not { IsValueType: true } element)
        {
            return keyed;
        }

        var inElement = first % type.ComponentSize;
        return !slots.Of(element, 0).TryGetValue(inElement, out var name) ? keyed with { Name = "?" }
            : isPlain ? place with { Name = name.Plain }
            : inCollection is { Field: { Length: > 0 } part } && (name.Plain == part || name.Plain.StartsWith(part + ".", StringComparison.Ordinal))
                ? name.InSource.Behind(part.Length) with { Index = place.Index }
            : KeyOf(element, array.Address + (ulong)(offset - inElement), name, place) ?? name.InSource with { Index = keyed.Index, Key = keyed.Key };
    }

    private SlotLabel? KeyOf(ClrType holder, ulong start, SlotName slot, SlotLabel? place) =>
        options.HidesValues ? null : keys.LabelOf(holder, start, slot, place);

    private SlotLabel? KeyOf(ClrArray values, int index) =>
        !options.HidesValues && values.Rank == 1 && pairs.KeysOf(values.Address) is { } by ? keys.LabelOf(by, index) : null;

    /// <summary>The indices of an element by its place in memory.</summary>
    public static int[] IndicesOf(ClrArray array, int flat)
    {
        var indices = new int[array.Rank];
        for (var dimension = array.Rank - 1; dimension >= 0; dimension--)
        {
            var length = Math.Max(1, array.GetLength(dimension));
            indices[dimension] = (array.Rank == 1 ? flat : flat % length) + array.GetLowerBound(dimension);
            flat /= length;
        }

        return indices;
    }
}

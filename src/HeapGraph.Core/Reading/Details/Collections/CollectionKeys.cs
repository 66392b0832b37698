using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>The keys under which the framework's dictionaries keep their values: <c>["order-17"]</c>, <c>[17]</c>.</summary>
/// <remarks>Read from the same entry or node that refers to the value, so that no look-up and none of the target's code is needed.</remarks>
internal sealed class CollectionKeys(FieldReader fields, ValueText texts, KnownObjects known)
{
    /// <summary>The label of a slot of an entry or node.</summary>
    /// <param name="holder">Its type.</param>
    /// <param name="start">Where its fields begin.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="place">The entry's place in its array; null for a node.</param>
    /// <returns>Null when the slot is no value of a dictionary, or its key is none that can be written.</returns>
    public SlotLabel? LabelOf(ClrType holder, ulong start, SlotName slot, SlotLabel? place)
    {
        var path = slot.Plain;
        if (FrameworkCollections.HolderOfRuntime(holder.Name, path) is not { } shape)
        {
            return null;
        }

        if (shape.Pair is not var (value, key))
        {
            return path == shape.Element ? place : null;   // in a set
        }

        if ((path != value && !path.StartsWith(value + ".", StringComparison.Ordinal)) || !IsInPair(holder, start, key)
            || fields.Find(holder, start, key) is not { } found || TextOf(found.Field, found.Address) is not { } text)
        {
            return null;
        }

        var label = slot.InSource.Behind(FieldName.PathInSource(value).Length) with { Key = text };
        return text.StartsWith(KnownObjects.AsyncLocal, StringComparison.Ordinal) ? label with { Kind = SlotKind.AsyncLocal } : label;
    }

    /// <summary>False when a set or list of the user's own structs only looks like a dictionary.</summary>
    private bool IsInPair(ClrType holder, ulong start, string path) =>
        path.LastIndexOf('.') is not (> 0 and var end) || DefinitionName.Of(fields.Find(holder, start, path[..end])?.Field.Type?.Name) == GenericCollections.Pair;

    /// <summary>The key that stands in an array of keys.</summary>
    public SlotLabel? LabelOf(ClrArray keys, int index)
    {
        if (index >= keys.Length || keys.Type.ComponentType is not { } component)
        {
            return null;
        }

        var slot = keys.Address + 16 + ((ulong)index * (ulong)keys.Type.ComponentSize);
        return (component.IsValueType ? TextOfStruct(component, slot) : TextOfReferred(slot)) is { } text ? SlotLabel.OfKey(text) : null;
    }

    private string? TextOf(ClrInstanceField field, ulong address) =>
        field.IsObjectReference ? TextOfReferred(address)
        : field.Type is { } type ? TextOfStruct(type, address)
        : texts.OfPrimitive(field.ElementType, address);

    /// <summary>The key that a slot refers to, in words; null when it is none that can be written.</summary>
    public string? TextOfReferred(ulong slot) => fields.ObjectAt(slot) is { Type: { } type } key
        ? type.IsString ? texts.OfString(key.Address) : type.IsValueType ? TextOfStruct(type, key.Address + 8) : known.KeyOf(key)
        : null;

    /// <summary>Numbers and the like as they are, tuples as the source writes them, what wraps one value with its name: <c>OrderId(17)</c>.</summary>
    private string? TextOfStruct(ClrType type, ulong address, int depth = 0)
    {
        const int MaxDepth = 3;
        if (texts.OfStruct(type, address) is { } text)
        {
            return text;
        }

        var isTuple = DefinitionName.Of(type.Name) == "System.ValueTuple";
        if (depth > MaxDepth || type.Fields.Length == 0 || (!isTuple && type.Fields.Length > 1))
        {
            return null;
        }

        var parts = type.Fields.OrderBy(part => part.Name, StringComparer.Ordinal).Select(part =>
            part is { IsObjectReference: false, Type: { IsValueType: true } inner } ? TextOfStruct(inner, address + (ulong)part.Offset, depth + 1)
            : TextOf(part, address + (ulong)part.Offset)).ToArray();
        return parts.Contains(null) ? null : $"{(isTuple ? "" : GeneratedName.TypeInSource(type.Name!))}({string.Join(", ", parts)})";
    }
}

using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>What dictionaries are made of: their entries and nodes, and what leads to these.</summary>
/// <param name="runtime">The target's runtime.</param>
/// <param name="image">Its memory.</param>
/// <param name="next">How a path goes on from a value.</param>
/// <param name="part">The part of the path that names a key.</param>
internal sealed class InnerObjects(ClrRuntime runtime, MemoryImage image, IPathGoingOn next, int part)
{
    private readonly SlotNames _slots = new(image);
    private readonly FieldReader _fields = new(runtime, image);

    private ByMethodTable<InnerObject> Known => field ??= new(image, Find);

    /// <summary>What an object within a dictionary is; null when it can't be read.</summary>
    public InnerObject? Of(ulong address) => Known.Of(address);

    private InnerObject Find(ulong address) => next.Ask(address, OfType) ?? new InnerObject("", [], 0, 0, null);

    private InnerObject OfType(ClrType type)
    {
        var definition = DefinitionName.InSource(type.Name);
        if (!type.IsArray)
        {
            return new InnerObject(definition, [.. _slots.Of(type, 0).Keys], ObjectStart.Bytes, 0, PairIn(type));
        }

        // Of an array the name is its element's.
        definition = $"{definition}{InnerTypes.AnyArray}";
        var first = type.StaticSize - ObjectStart.Bytes;
        return type.ComponentType is { IsValueType: true } element
            ? new InnerObject(definition, [.. _slots.Of(element, 0).Keys], first, type.ComponentSize, PairIn(element))
            : new InnerObject(definition, [0], first, type.ComponentSize, null);
    }

    private KeyedPair? PairIn(ClrType type)
    {
        foreach (var slot in _slots.Of(type, 0).Values.Select(slot => slot.Plain).Append(""))
        {
            if (FrameworkCollections.HolderOfRuntime(type.Name, slot) is { Pair: var (value, key) } holder && _fields.Find(type, 0, key) is { } by && _fields.Find(type, 0, value) is { } held)
            {
                return new KeyedPair(
                    (int)by.Address,
                    by.Field.IsObjectReference ? null : ValueShape.Of(by.Field.Type, by.Field.ElementType),
                    next.Field(held.Field, (int)held.Address - held.Field.Offset, part),
                    holder.Link is not null && type.GetFieldByName(holder.Link) is { } link ? link.Offset : -1);
            }
        }

        return null;
    }
}

/// <summary>What the objects of one type within a dictionary are.</summary>
/// <param name="Definition">The type without its arguments, of an array with brackets.</param>
/// <param name="References">Where references stand, from the first field or from each element's start.</param>
/// <param name="First">Where the first field or element stands.</param>
/// <param name="ElementBytes">Of an array, bytes of each element; otherwise 0.</param>
/// <param name="Pair">Where a key and its value stand; null when there are none.</param>
internal sealed record InnerObject(string Definition, int[] References, int First, int ElementBytes, KeyedPair? Pair);

/// <summary>Where a key and its value stand, from the first field of an entry or a node.</summary>
/// <param name="Key">The key.</param>
/// <param name="Shape">What it is; null for a reference.</param>
/// <param name="Value">How to go on from the value.</param>
/// <param name="Next">An entry's link, below -1 where it is not in use; -1 where there is none.</param>
internal sealed record KeyedPair(int Key, ValueShape? Shape, PathPlan Value, int Next);

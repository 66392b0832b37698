using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Fields by their path, through structs and references: <c>_tables._countPerLock</c>.</summary>
internal sealed class FieldReader(ClrRuntime runtime, MemoryImage image)
{
    /// <summary>Where a path leads.</summary>
    /// <param name="type">The type that its first field belongs to.</param>
    /// <param name="start">Where the fields of that one begin: 8 behind an object's address, or where a struct stands.</param>
    /// <param name="path">Fields as the metadata names them, with dots between.</param>
    /// <returns>Null when there is no such field, or a null reference on the way.</returns>
    public FieldPlace? Find(ClrType type, ulong start, string path)
    {
        FieldPlace? found = null;
        foreach (var name in path.Split('.'))
        {
            if (found is { Field.IsObjectReference: true } reference)
            {
                if (ObjectAt(reference.Address) is not { Type: { } referred } inner)
                {
                    return null;
                }

                (type, start) = (referred, inner.Address + 8);
            }
            else if (found is { } place)
            {
                if (place.Field.Type is not { } outer)
                {
                    return null;
                }

                (type, start) = (outer, place.Address);
            }

            if (type.GetFieldByName(name) is not { } field)
            {
                return null;
            }

            found = new FieldPlace(field, start + (ulong)field.Offset);
        }

        return found;
    }

    /// <summary>A 32-bit number in a field of an object.</summary>
    public int? ReadInt32(ClrObject source, string path) =>
        Find(source.Type!, source.Address + 8, path) is { Field.ElementType: ClrElementType.Int32 } place && image.TryRead(place.Address, out int value) ? value : null;

    /// <summary>What a field of an object refers to; null for a null reference.</summary>
    public ClrObject? ReadObject(ClrObject source, string path) =>
        Find(source.Type!, source.Address + 8, path) is { Field.IsObjectReference: true } place ? ObjectAt(place.Address) : null;

    /// <summary>The type of the object at an address; null where none is known to stand there.</summary>
    public ClrType? TypeOf(ulong address) => runtime.Heap.GetObjectType(address);

    /// <summary>The object that a slot refers to.</summary>
    public ClrObject? ObjectAt(ulong slot) =>
        image.TryRead(slot, out ulong address) && address != 0 && runtime.Heap.GetObject(address) is { Type: not null } found ? found : null;
}

/// <summary>A field and where it stands.</summary>
internal readonly record struct FieldPlace(ClrInstanceField Field, ulong Address);

using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Values;

/// <summary>An element of a collection that keeps them in one array.</summary>
internal sealed class StoredElementPlan(MemoryImage image, StoredElements stored, long place, int part, ByMethodTable<ElementAccess> elements) : PathPlan
{
    public override HeapValue Read(ulong at)
    {
        if (place < 0 || !image.TryRead(at + (ulong)stored.Size, out int size) || place >= size || !image.TryRead(at + (ulong)stored.Array, out ulong array) || array == 0
            || !image.TryRead(array + ArrayFacts.Length, out uint length) || length == 0)
        {
            return HeapValue.EndsAt(part);
        }

        var head = 0;
        var slot = stored.IsStack ? size - 1 - place : stored.Head == 0 || image.TryRead(at + (ulong)stored.Head, out head) ? (head + place) % length : 0;
        return slot >= 0 && slot < length && elements.Of(array) is { } access ? access.Read(array, slot) : HeapValue.EndsAt(part);
    }
}

/// <summary>Where a collection keeps its elements, as offsets in it; 0 for what it has not.</summary>
/// <param name="Array">The reference to the array.</param>
/// <param name="Size">How many are in use.</param>
/// <param name="Head">The slot of the first.</param>
/// <param name="IsStack">Whether the last comes first.</param>
internal sealed record StoredElements(int Array, int Size, int Head, bool IsStack);

/// <summary>The value under a key of a dictionary that has its keys in one array and the values, in the same order, in another.</summary>
/// <param name="image">The target's memory.</param>
/// <param name="key">The key.</param>
/// <param name="keys">Where in the dictionary the array of keys stands.</param>
/// <param name="values">Where that of values does.</param>
/// <param name="size">Where it says how many of them are in use; 0 where all are.</param>
/// <param name="elements">What arrays have.</param>
/// <param name="part">The part of the path that names the key.</param>
internal sealed class PairedKeyPlan(MemoryImage image, KeyMatch key, int keys, int values, int size, ByMethodTable<ElementAccess> elements, int part) : PathPlan
{
    public override HeapValue Read(ulong at)
    {
        var most = size > 0 && image.TryRead(at + (ulong)size, out uint count) ? count : uint.MaxValue;
        if (image.TryRead(at + (ulong)keys, out ulong by) && by != 0 && image.TryRead(at + (ulong)values, out ulong held) && held != 0
            && elements.Of(by) is { Keys: var shapes } access && elements.Of(held) is { } value)
        {
            var length = Math.Min(ArrayFacts.Readable(image, by, access.First, access.Bytes), most);
            for (long slot = 0; slot < Math.Min(length, ArrayFacts.MostLooks); slot++)
            {
                if (key.IsAt(by + (ulong)access.First + (ulong)(slot * access.Bytes), shapes))
                {
                    return value.Read(held, slot);
                }
            }

            if (length > ArrayFacts.MostLooks)
            {
                return HeapValue.GivenUpAt(part);
            }
        }

        return HeapValue.EndsAt(part);
    }
}

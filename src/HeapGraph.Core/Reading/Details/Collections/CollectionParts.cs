using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>The arrays of a collection that has one in each of several parts, from its head on.</summary>
internal sealed class CollectionParts(FieldReader fields)
{
    private const int MaxParts = 100_000;

    /// <summary>Each part's array, the slot of its first element, counted on where the array is too short, and how many it has.</summary>
    public IEnumerable<(ClrArray Slots, int Head, int Count)> Of(ClrObject collection, ElementParts shape)
    {
        var part = fields.ReadObject(collection, shape.First);
        for (var passed = 0; part is { } at && passed < MaxParts; passed++, part = fields.ReadObject(at, shape.Next))
        {
            if (fields.ReadObject(at, shape.Array) is { IsArray: true } array && array.AsArray() is { Length: > 0 } slots
                && fields.ReadInt32(at, shape.Head) is { } head && fields.ReadInt32(at, shape.Count.Added) - fields.ReadInt32(at, shape.Count.Taken) is { } count)
            {
                yield return (slots, head, InUse(count, slots.Length));
            }
        }
    }

    /// <summary>Where slots are numbered anew at the array's end, the difference is short of its length; a full segment of a queue
    /// has its tail moved on by twice the length, so that nothing more goes into it.</summary>
    private static int InUse(int count, int length) =>
        count < 0 ? Math.Max(count + length, 0) : count <= length ? count : Math.Clamp(count - (2 * length), 0, length);
}

using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>How many elements the framework's collections have, from the fields that their <c>Count</c> is made of.</summary>
internal sealed class ElementCounts(MemoryImage image, FieldReader fields)
{
    /// <summary>No more nodes of a list are counted: that takes up to a second.</summary>
    public const int MostLinked = 10_000_000;

    /// <summary>The number of what has more nodes.</summary>
    public const int MoreThanMost = int.MaxValue;

    private const int MaxWrappers = 3;
    private const int MaxNodeTypes = 16;

    private readonly CollectionParts _parts = new(fields);

    /// <summary>The number of elements; <see cref="MoreThanMost"/> of a list that is not counted to its end, null of what is no such collection.</summary>
    public int? Of(ClrObject source, int wrappers = 0)
    {
        for (var type = source.Type; type is not null && wrappers <= MaxWrappers; type = type.BaseType)
        {
            if (FrameworkCollections.OfRuntime(type.Name) is { } collection)
            {
                return Of(source, collection, wrappers);
            }
        }

        return null;
    }

    private int? Of(ClrObject source, FrameworkCollection collection, int wrappers) => collection switch
    {
        { Count: ElementCount.Number { Less: null } number } => fields.ReadInt32(source, number.Field),
        { Count: ElementCount.Number { Less: { } less } number } => fields.ReadInt32(source, number.Field) - fields.ReadInt32(source, less),
        { Count: ElementCount.LengthOf length } => LengthOf(fields.ReadObject(source, length.Array)),
        { Count: ElementCount.SumOf sum } => SumOf(fields.ReadObject(source, sum.Array)),
        { Wraps: { } wraps } => fields.ReadObject(source, wraps) is { } inner ? LengthOf(inner) ?? Of(inner, wrappers + 1) : null,
        { Parts: { } parts } => _parts.Of(source, parts).Sum(part => part.Count),
        { Links: { } links } => Sum(Along(source, links.First, links), links.Last is null ? 0 : Along(source, links.Last, links)),
        _ => null,
    };

    private static int? LengthOf(ClrObject? array) => array is { IsArray: true } found ? found.AsArray().Length : null;

    private static int? Sum(int? one, int? other) => one is MoreThanMost || other is MoreThanMost ? MoreThanMost : one + other;

    /// <summary>The nodes of a list. The metadata is asked for the first one alone, as long as the others are of its type.</summary>
    private int? Along(ClrObject source, string first, NodeLinks links)
    {
        var (nodes, types, known, right) = (0, 0, 0UL, 0UL);
        for (var at = first.Length == 0 ? source.Address : fields.ReadObject(source, first)?.Address ?? 0; at != 0; nodes++)
        {
            if (!image.TryRead(at, out ulong word))
            {
                break;
            }

            if ((word & MethodTableFacts.AddressMask) is var type && type != known)
            {
                if (++types > MaxNodeTypes || source.Type!.Heap.GetObject(at).Type is not { } node)
                {
                    break;
                }

                (known, right) = (type, fields.Find(node, 8, links.Right) is { Field.IsObjectReference: true } place ? place.Address : 0);
            }

            at = right != 0 && image.TryRead(at + right, out ulong next) ? next : 0;
            if (links.End == links.Right && at == 0)
            {
                break;
            }

            if (nodes == MostLinked)
            {
                return MoreThanMost;
            }
        }

        return nodes;
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

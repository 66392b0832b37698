using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>How many elements the framework's collections have, from the fields that their <c>Count</c> is made of.</summary>
internal sealed class ElementCounts(MemoryImage image, FieldReader fields)
{
    private const int MaxWrappers = 3;
    private const int MaxLinked = 10_000;

    private readonly CollectionParts _parts = new(fields);

    /// <summary>The number of elements; null of what is no such collection.</summary>
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
        { Links: { } links } => Along(source, links.First, links) + (links.Last is null ? 0 : Along(source, links.Last, links)),
        _ => null,
    };

    private static int? LengthOf(ClrObject? array) => array is { IsArray: true } found ? found.AsArray().Length : null;

    /// <summary>The nodes of a list; null when there are more than 10,000.</summary>
    private int? Along(ClrObject source, string first, NodeLinks links)
    {
        var nodes = 0;
        for (var at = first.Length == 0 ? source : fields.ReadObject(source, first); at is { } here; nodes++)
        {
            at = fields.ReadObject(here, links.Right);
            if (links.End == links.Right && at is null)
            {
                break;
            }

            if (nodes == MaxLinked)
            {
                return null;
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

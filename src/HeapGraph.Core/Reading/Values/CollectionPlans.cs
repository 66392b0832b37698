using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>How a path goes through .NET's collections: <c>Count</c>, <c>[3]</c>, <c>["bolt"]</c>.</summary>
/// <param name="runtime">The target's runtime.</param>
/// <param name="image">Its memory.</param>
/// <param name="next">How the path goes on.</param>
internal sealed class CollectionPlans(ClrRuntime runtime, MemoryImage image, IPathGoingOn next)
{
    private readonly ElementCounts _counts = new(image, new FieldReader(runtime, image));

    /// <summary>The number of a collection's elements; null when the type is none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="part">The part that asks for it.</param>
    public PathPlan? OfCount(ClrType type, int part) => CollectionOf(type) switch
    {
        null => null,
        { Count: ElementCount.Number number } when OffsetOf(type, number.Field) is > 0 and var offset && (number.Less is null || OffsetOf(type, number.Less) > 0) =>
            new CountPlan(image, offset, number.Less is null ? 0 : OffsetOf(type, number.Less), part),
        { Wraps: { } wraps } when OffsetOf(type, wraps) is > 0 and var offset => new WrapperPlan(image, offset, part, next.Objects(part)),
        _ => new CalledPlan(at => next.Ask(at, _ => (object?)_counts.Of(runtime.Heap.GetObject(at))) switch
        {
            ElementCounts.MoreThanMost => HeapValue.GivenUpAt(part),
            int count => new HeapValue(ValueKind.Integer, (ulong)(long)count),
            _ => HeapValue.EndsAt(part),
        }),
    };

    /// <summary>An element of a collection by its place or its key; null when the type is none, or one that is not looked into.</summary>
    /// <param name="type">The type.</param>
    /// <param name="element">The part that names the element.</param>
    /// <param name="part">Its number.</param>
    public PathPlan? OfElement(ClrType type, PathPart element, int part) => CollectionOf(type) switch
    {
        null => null,
        { Wraps: { } wraps } => OffsetOf(type, wraps) is > 0 and var offset ? new WrapperPlan(image, offset, part, next.Objects(part)) : null,
        { Pairs.Count: > 0 } paired => paired.Pairs.Select(pair => (Values: OffsetOf(type, pair.Values), Keys: OffsetOf(type, pair.Keys))).FirstOrDefault(pair => pair is { Values: > 0, Keys: > 0 })
            is { Values: > 0 } pair ? new PairedKeyPlan(image, MatchOf(element), pair.Keys, pair.Values, UsedIn(type, paired), next.Elements(part), part) : null,
        { Holders: [{ Pair: not null } holder, ..] } keyed => new KeyedPlan(
            image, MatchOf(element), new InnerObjects(runtime, image, next, part).Of, keyed.Steps, holder.IsScattered ? 0 : UsedIn(type, keyed), part),
        var stored => element is PathPart.Index { Number: var place } && StoredIn(type, stored) is { } elements
            ? new StoredElementPlan(image, elements, place, part, next.Elements(part)) : null,
    };

    private KeyMatch MatchOf(PathPart element) => new(runtime.Heap.StringType.MethodTable, image, element);

    private static int UsedIn(ClrType type, FrameworkCollection collection) => collection.Count is ElementCount.Number used ? OffsetOf(type, used.Field) : 0;

    private static FrameworkCollection? CollectionOf(ClrType type)
    {
        for (var part = type; part is not null; part = part.BaseType)
        {
            if (FrameworkCollections.OfRuntime(part.Name) is { } collection)
            {
                return collection;
            }
        }

        return null;
    }

    private static StoredElements? StoredIn(ClrType type, FrameworkCollection collection) =>
        collection is { Order: { Part: null } order } && OffsetOf(type, order.Array) is > 0 and var array && OffsetOf(type, order.Size) is > 0 and var size
            ? new StoredElements(array, size, order.Head is null ? 0 : OffsetOf(type, order.Head), order.IsStack)
        : collection is { Order: null, Fields: [var items], Steps: [("", InnerTypes.AnyArray)], Count: ElementCount.Number { Less: null } number }
            && OffsetOf(type, items) is > 0 and var kept && OffsetOf(type, number.Field) is > 0 and var used ? new StoredElements(kept, used, 0, IsStack: false)
        : null;

    /// <summary>Where a field stands in an object, also one within a struct by its path; 0 when there is none.</summary>
    private static int OffsetOf(ClrType type, string path)
    {
        var (offset, within) = (ObjectStart.Bytes, type);
        foreach (var name in path.Split('.'))
        {
            if (within?.GetFieldByName(name) is not { } field)
            {
                return 0;
            }

            (offset, within) = (offset + field.Offset, field.IsObjectReference ? null : field.Type);
        }

        return offset;
    }
}

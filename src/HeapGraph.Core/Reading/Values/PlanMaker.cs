using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>Makes plans for one path from the metadata of the types that are met on it.</summary>
/// <param name="image">The target's memory.</param>
/// <param name="path">The path.</param>
/// <param name="reader">Where plans for other types come from.</param>
/// <param name="collections">What knows .NET's collections.</param>
/// <param name="miss">Told of each type that has nothing of the name that a part asks for.</param>
internal sealed class PlanMaker(MemoryImage image, ValuePath path, IPathGoingOn reader, CollectionPlans collections, Action<int, IEnumerable<string>> miss)
{
    private const int MostInside = 8;   // structs that stand for what is in them; damaged metadata may put one into itself

    /// <summary>How to go on from objects of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="part">The part that is next.</param>
    public PathPlan OfObject(ClrType type, int part)
    {
        if (part == path.Parts.Count)
        {
            return type.IsString ? new PlacePlan(ValueKind.Text, null)
                : type.IsValueType && ValueShape.Of(type, type.ElementType) is { } boxed ? new ScalarPlan(image, ObjectStart.Bytes, boxed, part - 1)
                : new PlacePlan(ValueKind.Object, type);
        }

        if (path.Parts[part] is not PathPart.Field { Name: var name })
        {
            return type.IsArray && path.Parts[part] is PathPart.Index { Number: var place } ? new ElementPlan(image, place, OfElements(type, part), part)
                : collections.OfElement(type, path.Parts[part], part) ?? Unknown(type, part);
        }

        if (name == ValuePath.Type)
        {
            return OfType(type);
        }

        var isCount = name is "Count" or "Length";
        return (type.IsArray || type.IsString) && isCount ? Counted(new CountPlan(image, ObjectStart.Bytes, 0, part), type, part)
            : type.IsArray || type.IsString ? Unknown(type, part)
            : FieldChoice.Exact(type, name) is { } exact ? OfField(exact, ObjectStart.Bytes, part)
            : isCount && collections.OfCount(type, part) is { } counted ? Counted(counted, type, part)
            : FieldChoice.Near(type, name) is { } near ? OfField(near, ObjectStart.Bytes, part)
            : Unknown(type, part);
    }

    /// <summary>How to go on from the elements of an array.</summary>
    /// <param name="type">The array's type.</param>
    /// <param name="part">The part that names one.</param>
    public ElementAccess OfElements(ClrType type, int part) => new(
        type.StaticSize - ObjectStart.Bytes,
        type.ComponentSize,
        type.ComponentType is not { } element ? Reference(0, part) : OfSlot(element, element.IsObjectReference, element.ElementType, 0, part),
        type.ComponentType is { IsObjectReference: false } key ? ValueShape.Of(key, key.ElementType) : null);

    private static SamePlan OfType(ClrType type) => new(new HeapValue(ValueKind.Type, type.MethodTable, Shape: type));

    private PathPlan Counted(PathPlan count, ClrType type, int part) => part + 1 == path.Parts.Count ? count : Unknown(type, part + 1);

    /// <summary>How to go on from a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="origin">Where the fields of its type begin.</param>
    /// <param name="part">The part that led to it.</param>
    /// <param name="inside">In how many structs that stand for it.</param>
    public PathPlan OfField(ClrInstanceField field, int origin, int part, int inside = 0) =>
        OfSlot(field.Type, field.IsObjectReference, field.ElementType, origin + field.Offset, part, inside);

    /// <summary>How to go on from a field or an element.</summary>
    /// <param name="type">Its type, where that is known.</param>
    /// <param name="isReference">Whether it refers to an object.</param>
    /// <param name="element">What it is.</param>
    /// <param name="offset">Where it stands.</param>
    /// <param name="part">The part that led to it.</param>
    /// <param name="inside">As above.</param>
    private PathPlan OfSlot(ClrType? type, bool isReference, ClrElementType element, int offset, int part, int inside = 0)
    {
        if (inside > MostInside)
        {
            return new MissingPlan(HeapValue.EndsAt(part));
        }

        if (isReference)
        {
            return Reference(offset, part);
        }

        if (DefinitionName.Of(type?.Name) == "System.Nullable" && type!.GetFieldByName("hasValue") is { } has && type.GetFieldByName("value") is { } value)
        {
            return OfNullable(has, value, offset, part, inside);
        }

        var next = part + 1;
        if (next == path.Parts.Count)
        {
            return ValueShape.Of(type, element) is { } shape ? new ScalarPlan(image, offset, shape, part) : new PlacePlan(ValueKind.Struct, type);
        }

        // An immutable array is its array.
        return type is null ? Unknown(null, next)
            : path.Parts[next] is PathPart.Field { Name: ValuePath.Type } ? OfType(type)
            : FrameworkProperties.Of(type.Name) is { Property: "", Field: { } whose } && type.GetFieldByName(whose) is { } whole ? OfField(whole, offset, part, inside + 1)
            : path.Parts[next] is PathPart.Field { Name: var name } && (FieldChoice.Exact(type, name) ?? FieldChoice.Near(type, name)) is { } field ? OfField(field, offset, next)
            : Unknown(type, next);
    }

    private PathPlan OfNullable(ClrInstanceField has, ClrInstanceField value, int offset, int part, int inside)
    {
        var next = part + 1;
        var named = next < path.Parts.Count && path.Parts[next] is PathPart.Field { Name: var name } ? name : null;
        return named == "HasValue" ? OfField(has, offset, next)
            : new NullablePlan(image, offset + has.Offset, part, next == path.Parts.Count, OfField(value, offset, named == "Value" ? next : part, inside + 1));
    }

    private ReferencePlan Reference(int offset, int part) => new(image, offset, part, part + 1 == path.Parts.Count, reader.Objects(part + 1));

    private MissingPlan Unknown(ClrType? type, int part)
    {
        miss(part, type is null || type.IsArray || type.IsString ? ["Length"] : FieldChoice.NamesOf(type));
        return new MissingPlan(HeapValue.UnknownAt(part));
    }
}

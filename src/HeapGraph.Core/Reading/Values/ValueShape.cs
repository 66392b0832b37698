using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>How a number, an enum, a date and the like stand in memory.</summary>
/// <remarks>Shapes of one enum are equal, whatever field it was met in.</remarks>
internal sealed class ValueShape : IEquatable<ValueShape>
{
    private readonly ClrElementType _element;
    private readonly ValueKind _kind;
    private readonly (int Clock, int Minutes) _fields;   // of a DateTimeOffset: where they stand
    private readonly (ulong Module, int Token, string? Name) _enum;   // which; asked here, since the metadata may not be asked at any time

    private ValueShape(ClrType? type, ClrElementType element, ValueKind kind, (int Clock, int Minutes) fields = default) =>
        (Type, _element, _kind, _fields, _enum) = (type, element, kind, fields, kind == ValueKind.Enum ? (type!.Module?.Address ?? 0, type.MetadataToken, type.Name) : default);

    /// <summary>The type; null for a primitive one that the metadata does not tell.</summary>
    public ClrType? Type { get; }

    /// <summary>The kind of primitive that it is.</summary>
    public ClrElementType Element => _element;

    /// <summary>The members of an enum; none of others.</summary>
    public IReadOnlyList<(string Name, long Number)> Members { get; private init; } = [];

    /// <summary>The shape of a type; null for a struct that is no such value.</summary>
    public static ValueShape? Of(ClrType? type, ClrElementType element) => type switch
    {
        { IsEnum: true } => new ValueShape(type, type.Fields is [var only] ? only.ElementType : type.ElementType, ValueKind.Enum)
        {
            Members = [.. type.AsEnum().EnumerateValues().Select(member => (member.Name, member.Value is ulong large ? (long)large : Convert.ToInt64(member.Value)))],
        },
        { Name: "System.Guid" } => new ValueShape(type, element, ValueKind.Guid),
        { Name: "System.Decimal" } => new ValueShape(type, element, ValueKind.Decimal),
        { Name: "System.DateTime" } => new ValueShape(type, ClrElementType.UInt64, ValueKind.Date),
        { Name: "System.TimeSpan" } => new ValueShape(type, ClrElementType.Int64, ValueKind.Span),
        { Name: "System.TimeOnly" } => new ValueShape(type, ClrElementType.Int64, ValueKind.Clock),
        { Name: "System.DateOnly" } => new ValueShape(type, ClrElementType.Int32, ValueKind.Day),
        { Name: "System.DateTimeOffset" } when type.GetFieldByName("_dateTime") is { } clock && type.GetFieldByName("_offsetMinutes") is { } minutes =>
            new ValueShape(type, ClrElementType.UInt64, ValueKind.Moment, (clock.Offset, minutes.Offset)),
        _ => KindOf(element) is { } kind ? new ValueShape(type, element, kind) : null,
    };

    /// <inheritdoc/>
    public bool Equals(ValueShape? other) => ReferenceEquals(this, other) || (other is not null && _kind == ValueKind.Enum && other._kind == _kind && other._enum == _enum);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _element);

    /// <summary>Reads a value.</summary>
    /// <param name="image">The target's memory.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="part">The part of the path that led there, for what can't be read.</param>
    public HeapValue Read(MemoryImage image, ulong at, int part)
    {
        if (_kind is ValueKind.Guid or ValueKind.Decimal)
        {
            return image.TryRead(at, out ulong first) && image.TryRead(at + 8, out ulong second) ? new HeapValue(_kind, first, second, at, this) : HeapValue.EndsAt(part);
        }

        if (BitsAt(image, at + (ulong)_fields.Clock) is not { } bits)
        {
            return HeapValue.EndsAt(part);
        }

        return _kind switch
        {
            ValueKind.Date => new HeapValue(_kind, bits & ValueText.TicksMask, bits >> 62, at, this),
            ValueKind.Moment => image.TryRead(at + (ulong)_fields.Minutes, out short minutes) ? new HeapValue(_kind, bits & ValueText.TicksMask, (ulong)minutes, at, this) : HeapValue.EndsAt(part),
            ValueKind.Real => new HeapValue(
                _kind, _element == ClrElementType.Float ? BitConverter.DoubleToUInt64Bits(BitConverter.UInt32BitsToSingle((uint)bits)) : bits, _element == ClrElementType.Float ? 4UL : 8, at, this),
            ValueKind.Integer when bits > long.MaxValue && _element is ClrElementType.UInt64 or ClrElementType.NativeUInt or ClrElementType.Pointer or ClrElementType.FunctionPointer
                => new HeapValue(ValueKind.LargeInteger, bits, 0, at, this),
            ValueKind.Enum when _element is ClrElementType.UInt64 or ClrElementType.NativeUInt => new HeapValue(_kind, bits, 1, at, this),
            _ => new HeapValue(_kind, bits, 0, at, this),
        };
    }

    private static ValueKind? KindOf(ClrElementType element) => element switch
    {
        ClrElementType.Boolean => ValueKind.Truth,
        ClrElementType.Char => ValueKind.Character,
        ClrElementType.Float or ClrElementType.Double => ValueKind.Real,
        ClrElementType.Int8 or ClrElementType.UInt8 or ClrElementType.Int16 or ClrElementType.UInt16 or ClrElementType.Int32 or ClrElementType.UInt32
            or ClrElementType.Int64 or ClrElementType.UInt64 or ClrElementType.NativeInt or ClrElementType.NativeUInt
            or ClrElementType.Pointer or ClrElementType.FunctionPointer => ValueKind.Integer,
        _ => null,
    };

    /// <summary>The bits, with the sign spread where there is one.</summary>
    private ulong? BitsAt(MemoryImage image, ulong at) => _element switch
    {
        ClrElementType.Boolean or ClrElementType.UInt8 => image.TryRead(at, out byte value) ? value : null,
        ClrElementType.Int8 => image.TryRead(at, out sbyte value) ? (ulong)value : null,
        ClrElementType.Int16 => image.TryRead(at, out short value) ? (ulong)value : null,
        ClrElementType.Char or ClrElementType.UInt16 => image.TryRead(at, out ushort value) ? value : null,
        ClrElementType.Int32 => image.TryRead(at, out int value) ? (ulong)value : null,
        ClrElementType.UInt32 or ClrElementType.Float => image.TryRead(at, out uint value) ? value : null,
        _ => image.TryRead(at, out ulong value) ? value : null,
    };
}

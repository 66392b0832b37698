using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Values;

/// <summary>How the rest of a path is followed from a place of a known type: offsets and looks at memory, nothing of the metadata.</summary>
internal abstract class PathPlan
{
    /// <summary>Follows it.</summary>
    /// <param name="at">The address of the object, or of the struct, that the rest begins in.</param>
    public abstract HeapValue Read(ulong at);
}

/// <summary>The path ends here without a value.</summary>
internal sealed class MissingPlan(HeapValue missing) : PathPlan
{
    public override HeapValue Read(ulong at) => missing;
}

/// <summary>The path has led to an object, or to what stands in one that is of no use alone.</summary>
internal sealed class PlacePlan(ValueKind kind, object? shape) : PathPlan
{
    public override HeapValue Read(ulong at) => new(kind, kind == ValueKind.Object ? at : 0, 0, at, shape);
}

/// <summary>It is the same for all objects of a type.</summary>
internal sealed class SamePlan(HeapValue value) : PathPlan
{
    public override HeapValue Read(ulong at) => value;
}

/// <summary>What a call tells.</summary>
internal sealed class CalledPlan(Func<ulong, HeapValue> call) : PathPlan
{
    public override HeapValue Read(ulong at) => call(at);
}

/// <summary>A number or the like.</summary>
internal sealed class ScalarPlan(MemoryImage image, int offset, ValueShape shape, int part) : PathPlan
{
    public override HeapValue Read(ulong at) => shape.Read(image, at + (ulong)offset, part);
}

/// <summary>The length of a string or an array, or the number of elements that a collection keeps in a field or two.</summary>
internal sealed class CountPlan(MemoryImage image, int offset, int less, int part) : PathPlan
{
    public override HeapValue Read(ulong at) => image.TryRead(at + (ulong)offset, out int count) && image.TryRead(at + (ulong)less, out int gone)
        ? new HeapValue(ValueKind.Integer, (ulong)(long)(less == 0 ? count : count - gone))
        : HeapValue.EndsAt(part);
}

/// <summary>What a reference leads to.</summary>
/// <param name="image">The target's memory.</param>
/// <param name="offset">Where it stands.</param>
/// <param name="part">The part of the path that named it.</param>
/// <param name="isEnd">Whether the path ends with it.</param>
/// <param name="next">How to go on from objects of each type.</param>
internal sealed class ReferencePlan(MemoryImage image, int offset, int part, bool isEnd, ByMethodTable<PathPlan> next) : PathPlan
{
    public override HeapValue Read(ulong at) => !image.TryRead(at + (ulong)offset, out ulong to) ? HeapValue.EndsAt(part)
        : to != 0 ? next.Of(to)?.Read(to) ?? HeapValue.EndsAt(part)
        : isEnd ? new HeapValue(ValueKind.Null)
        : HeapValue.EndsAt(part);
}

/// <summary>The same part of the path from a collection that another one wraps.</summary>
/// <remarks>A loop, and no more than 32 of them: in a damaged dump one may wrap itself.</remarks>
internal sealed class WrapperPlan(MemoryImage image, int offset, int part, ByMethodTable<PathPlan> next) : PathPlan
{
    private const int MostWrappers = 32;

    public override HeapValue Read(ulong at)
    {
        PathPlan? plan = this;
        for (var wrappers = 0; plan is WrapperPlan wrapper; wrappers++)
        {
            plan = wrappers < MostWrappers && wrapper.TryFollow(ref at) ? next.Of(at) : null;
        }

        return plan?.Read(at) ?? HeapValue.EndsAt(part);
    }

    private bool TryFollow(ref ulong at) => image.TryRead(at + (ulong)offset, out at) && at != 0;
}

/// <summary>What a <c>Nullable</c> holds.</summary>
internal sealed class NullablePlan(MemoryImage image, int hasValue, int part, bool isEnd, PathPlan value) : PathPlan
{
    public override HeapValue Read(ulong at) => !image.TryRead(at + (ulong)hasValue, out byte has) ? HeapValue.EndsAt(part)
        : has != 0 ? value.Read(at)
        : isEnd ? new HeapValue(ValueKind.Null)
        : HeapValue.EndsAt(part);
}

/// <summary>An element of an array.</summary>
internal sealed class ElementPlan(MemoryImage image, long place, ElementAccess access, int part) : PathPlan
{
    public override HeapValue Read(ulong at) =>
        place >= 0 && image.TryRead(at + ArrayFacts.Length, out uint length) && place < length ? access.Read(at, place) : HeapValue.EndsAt(part);
}

/// <summary>How to go on from the elements of arrays of one type.</summary>
/// <param name="First">Where the first one stands.</param>
/// <param name="Bytes">The size of each.</param>
/// <param name="Element">How to go on from its place.</param>
/// <param name="Keys">What they are when they are keys; null for references.</param>
internal sealed record ElementAccess(int First, int Bytes, PathPlan Element, ValueShape? Keys)
{
    /// <summary>Goes on from an element that is there.</summary>
    public HeapValue Read(ulong array, long slot) => Element.Read(array + (ulong)First + (ulong)(slot * Bytes));
}

/// <summary>What every object has in front of its fields: its MethodTable.</summary>
internal static class ObjectStart
{
    public const int Bytes = 8;
}

/// <summary>What every array has in front.</summary>
internal static class ArrayFacts
{
    /// <summary>Where its length stands.</summary>
    public const ulong Length = 8;

    /// <summary>No more elements are looked through for one value.</summary>
    public const long MostLooks = 1 << 26;

    /// <summary>How many elements an array has, as far as the dump holds them from the first one on.</summary>
    /// <param name="image">The target's memory.</param>
    /// <param name="array">The array.</param>
    /// <param name="first">Where its first element stands.</param>
    /// <param name="bytes">The size of each.</param>
    public static long Readable(MemoryImage image, ulong array, int first, int bytes) => !image.TryRead(array + Length, out uint length) || bytes <= 0 ? 0
        : (long)(image.ReadableFrom(array + (ulong)first, length * (ulong)bytes) / (ulong)bytes);
}

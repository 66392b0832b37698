using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Structs that repeat their one field, <c>[InlineArray(3)]</c>, told by their references: the collector sees
/// more of them than the field has.</summary>
internal static class InlineArray
{
    // A boxed struct has an object's header and MethodTable around its fields.
    private const int BoxBytes = 16;

    /// <summary>How many elements with references a struct has; 1 when it is no inline array.</summary>
    public static int LengthOf(MemoryImage image, ClrType type)
    {
        if (type is not { IsValueType: true, Fields: [var field] })
        {
            return 1;
        }

        var perElement = field.IsObjectReference ? 1 : field is { IsPrimitive: false, Type: { IsValueType: true } inner } ? ReferencesIn(image, inner) : 0;
        return perElement == 0 ? 1 : Math.Max(1, ReferencesIn(image, type) / perElement);
    }

    /// <summary>The size of each element in bytes.</summary>
    public static int ElementBytesOf(ClrType type, int length) => (type.StaticSize - BoxBytes) / length;

    private static int ReferencesIn(MemoryImage image, ClrType type) =>
        MethodTableFacts.Read(image, type.MethodTable, 0) is not { } facts ? 0
            : facts.Series.Sum(series => (int)((series.BytesLessSize + facts.Layout.BaseBytes) / 8));
}

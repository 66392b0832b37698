using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Grouping;

/// <summary>Values are one when they are shown alike: texts letter by letter, all others by kind and bits, enums and structs by their type too.</summary>
internal sealed class HeapValueEquality(IPathReader reader) : IEqualityComparer<HeapValue>
{
    public bool Equals(HeapValue x, HeapValue y) => x.Kind == y.Kind && x.Kind switch
    {
        ValueKind.Text => x.Place == y.Place || reader.LettersOf(x).SequenceEqual(reader.LettersOf(y)),
        ValueKind.Missing => x.Low == y.Low,
        ValueKind.Struct => Equals(x.Shape, y.Shape),
        ValueKind.Enum => x.Low == y.Low && Equals(x.Shape, y.Shape),
        _ => BitsOf(x) == BitsOf(y),
    };

    public int GetHashCode(HeapValue value) => value.Kind switch
    {
        ValueKind.Text => string.GetHashCode(reader.LettersOf(value)),
        ValueKind.Missing => (int)value.Low,
        _ => HashCode.Combine(value.Kind, BitsOf(value)),
    };

    /// <summary>One for all that is shown alike: whatever is not 0 is true, all that is no number is NaN, and but for UTC nothing tells kinds of dates apart.</summary>
    private static (ulong Low, ulong High) BitsOf(HeapValue value) => value.Kind switch
    {
        ValueKind.Truth => (value.Low == 0 ? 0UL : 1, 0),
        ValueKind.Real when double.IsNaN(BitConverter.UInt64BitsToDouble(value.Low)) => (BitConverter.DoubleToUInt64Bits(double.NaN), 0),
        ValueKind.Date => (value.Low, value.IsUtc ? 1UL : 0),
        _ => (value.Low, value.High),
    };
}

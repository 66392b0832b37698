using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Grouping;

/// <summary>Values are one when they are shown alike: texts letter by letter, all others by kind and bits.</summary>
internal sealed class HeapValueEquality(IPathReader reader) : IEqualityComparer<HeapValue>
{
    public bool Equals(HeapValue x, HeapValue y) => x.Kind == y.Kind && x.Kind switch
    {
        ValueKind.Text => x.Place == y.Place || reader.LettersOf(x).SequenceEqual(reader.LettersOf(y)),
        ValueKind.Missing => x.Low == y.Low,
        ValueKind.Struct => x.Shape == y.Shape,
        ValueKind.Enum => x.Low == y.Low && x.Shape == y.Shape,
        _ => x.Low == y.Low && x.High == y.High,
    };

    public int GetHashCode(HeapValue value) => value.Kind switch
    {
        ValueKind.Text => string.GetHashCode(reader.LettersOf(value)),
        ValueKind.Missing => (int)value.Low,
        _ => HashCode.Combine(value.Kind, value.Low, value.High),
    };
}

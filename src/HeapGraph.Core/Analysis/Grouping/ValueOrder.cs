using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Grouping;

/// <summary>The order of values that groups are shown in: numbers of all kinds by value, then the others kind by kind, then null, then what is missing.</summary>
/// <remarks>Where values are hidden only the kinds count.</remarks>
/// <param name="reader">Tells texts.</param>
internal sealed class ValueOrder(IPathReader reader) : IComparer<HeapValue>
{
    private readonly Dictionary<HeapValue, string?> _texts = [];

    public int Compare(HeapValue x, HeapValue y)
    {
        var byKind = RankOf(x.Kind).CompareTo(RankOf(y.Kind));
        return byKind != 0 ? byKind
            : x.Kind == ValueKind.Missing ? string.CompareOrdinal(reader.Path.Through(x.Part), reader.Path.Through(y.Part))
            : reader.HidesValues ? 0
            : x.Kind switch
            {
                ValueKind.Integer or ValueKind.LargeInteger or ValueKind.Real or ValueKind.Decimal => OfNumbers(x, y),
                ValueKind.Truth => (x.Low != 0).CompareTo(y.Low != 0),
                ValueKind.Text => reader.LettersOf(x).SequenceCompareTo(reader.LettersOf(y)),
                ValueKind.Character or ValueKind.Date or ValueKind.Moment or ValueKind.Span or ValueKind.Day or ValueKind.Clock => ((long)x.Low).CompareTo((long)y.Low) is not 0 and var order ? order : x.High.CompareTo(y.High),
                _ => string.CompareOrdinal(TextOf(x), TextOf(y)),
            };
    }

    private static int RankOf(ValueKind kind) => kind switch
    {
        ValueKind.LargeInteger or ValueKind.Real or ValueKind.Decimal => (int)ValueKind.Integer,
        ValueKind.Null => int.MaxValue - 1,
        ValueKind.Missing => int.MaxValue,
        _ => (int)kind,
    };

    // Those that are one as doubles by kind, so that it is an order whatever is mixed.
    private static int OfNumbers(HeapValue x, HeapValue y) => RealOf(x).CompareTo(RealOf(y)) is not 0 and var order ? order
        : x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind)
        : x.Kind == ValueKind.Real ? x.High.CompareTo(y.High)
        : ExactOf(x).CompareTo(ExactOf(y));

    private static double RealOf(HeapValue number) => number.Kind == ValueKind.Real ? BitConverter.UInt64BitsToDouble(number.Low) : (double)ExactOf(number);

    private static decimal ExactOf(HeapValue number) => number.Kind switch
    {
        ValueKind.Integer => (long)number.Low,
        ValueKind.LargeInteger => number.Low,
        _ => Unsafe.BitCast<(ulong, ulong), decimal>((number.Low, number.High)),
    };

    private string? TextOf(HeapValue value)
    {
        if (!_texts.TryGetValue(value, out var text))
        {
            _texts[value] = text = reader.TextOf(value, int.MaxValue);
        }

        return text;
    }
}

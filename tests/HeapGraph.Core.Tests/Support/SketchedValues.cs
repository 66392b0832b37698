using System.Globalization;
using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Tests.Support;

/// <summary>Values that stand in no memory: object 0 has all of them, object 1 ends before each, in object 2 they are null. All other names are unknown.</summary>
internal sealed class SketchedValues(Dictionary<string, object> values) : IPathValues
{
    public IPathReader Along(ValuePath path, Func<Func<object?>, object?>? watched = null) => new Reader(path, values);

    private sealed class Reader(ValuePath path, Dictionary<string, object> values) : IPathReader
    {
        public ValuePath Path => path;

        public HeapValue Read(int objectIndex) => !values.TryGetValue(path.Text, out var value) ? HeapValue.UnknownAt(0)
            : objectIndex switch { 1 => HeapValue.EndsAt(0), 2 => new HeapValue(ValueKind.Null), _ => Of(value) };

        public bool HidesValues => false;

        public bool IsWhole(HeapValue text) => true;

        public ReadOnlySpan<char> LettersOf(HeapValue text) => (string)text.Shape!;

        public IReadOnlyList<(string Name, long Number)> MembersOf(HeapValue value) =>
            [.. Enum.GetNames(value.Shape!.GetType()).Select(name => (name, NumberOf((Enum)Enum.Parse(value.Shape.GetType(), name))))];

        public string? TextOf(HeapValue value, int maxLetters) => Convert.ToString(value.Shape, CultureInfo.InvariantCulture);

        public IReadOnlyList<string> NamesAt(int part) => [.. values.Keys];

        private static long NumberOf(Enum member) =>
            member.GetTypeCode() == TypeCode.UInt64 ? (long)Convert.ToUInt64(member, CultureInfo.InvariantCulture) : Convert.ToInt64(member, CultureInfo.InvariantCulture);

        private static HeapValue Of(object value) => value switch
        {
            string => new(ValueKind.Text, Shape: value),
            long number => new(ValueKind.Integer, (ulong)number, Shape: value),
            ulong number => new(ValueKind.LargeInteger, number, Shape: value),
            float number => new(ValueKind.Real, BitConverter.DoubleToUInt64Bits(number), sizeof(float), Shape: value),
            double number => new(ValueKind.Real, BitConverter.DoubleToUInt64Bits(number), sizeof(double), Shape: value),
            decimal number => Unsafe.BitCast<decimal, (ulong Low, ulong High)>(number) is var bits ? new(ValueKind.Decimal, bits.Low, bits.High, Shape: value) : default,
            bool truth => new(ValueKind.Truth, truth ? 1UL : 0, Shape: value),
            char letter => new(ValueKind.Character, letter, Shape: value),
            DateTime date => new(ValueKind.Date, (ulong)date.Ticks, (ulong)date.Kind, Shape: value),
            TimeSpan span => new(ValueKind.Span, (ulong)span.Ticks, Shape: value),
            DateOnly day => new(ValueKind.Day, (ulong)day.DayNumber, Shape: value),
            TimeOnly clock => new(ValueKind.Clock, (ulong)clock.Ticks, Shape: value),
            Guid guid => Unsafe.BitCast<Guid, (ulong Low, ulong High)>(guid) is var bits ? new(ValueKind.Guid, bits.Low, bits.High, Shape: value) : default,
            Enum member => new(ValueKind.Enum, (ulong)NumberOf(member), member.GetTypeCode() == TypeCode.UInt64 ? 1UL : 0, Shape: value),
            _ => new(ValueKind.Object, 0x1000, Shape: value),
        };
    }
}

using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Which values make one group, and in which order groups stand.</summary>
public sealed class GroupingTests
{
    private static readonly IPathReader Reader = new SketchedValues([]).Along(PathText.PathIn("Value"));

    [Fact]
    public void Values_that_are_shown_alike_are_one()
    {
        AreOne(true, new(ValueKind.Enum, 1, Shape: (1, "State")), new(ValueKind.Enum, 1, Shape: (1, "State")));
        AreOne(false, new(ValueKind.Enum, 1, Shape: (1, "State")), new(ValueKind.Enum, 1, Shape: (2, "Size")));
        AreOne(true, new(ValueKind.Truth, 1), new(ValueKind.Truth, 255));
        AreOne(false, new(ValueKind.Truth, 0), new(ValueKind.Truth, 255));
        AreOne(true, new(ValueKind.Real, BitConverter.DoubleToUInt64Bits(double.NaN), 8), new(ValueKind.Real, 0x7FF8_0000_0000_0001, 8));
        AreOne(true, new(ValueKind.Date, 1, (ulong)DateTimeKind.Unspecified), new(ValueKind.Date, 1, (ulong)DateTimeKind.Local));
        AreOne(false, new(ValueKind.Date, 1, (ulong)DateTimeKind.Utc), new(ValueKind.Date, 1, (ulong)DateTimeKind.Local));
    }

    [Fact]
    public void Values_of_different_kinds_have_one_order_however_they_come()
    {
        HeapValue[] ordered =
        [
            Whole(-3), Real(0.5), Whole(9), Whole(17), Whole(long.MaxValue), new(ValueKind.LargeInteger, ulong.MaxValue), Real(1E+20),
            new(ValueKind.Truth, 0), new(ValueKind.Truth, 1), Text(""), Text("10"), Text("9"), Text("x"), Text("x!"),
            new(ValueKind.Span, unchecked((ulong)-5L)), new(ValueKind.Span, 5), new(ValueKind.Null), HeapValue.EndsAt(0),
        ];

        for (var turned = 0; turned < ordered.Length; turned++)
        {
            Assert.Equal(ordered, ordered[turned..].Concat(ordered[..turned]).Reverse().Order(new ValueOrder(Reader)));
        }
    }

    [Fact]
    public void A_field_that_only_objects_far_behind_have_is_no_unknown_name()
    {
        PathTally.RequireKnown(new Late(5_000), Enumerable.Range(0, 5_001), TestContext.Current.CancellationToken);
        Assert.Throws<UnknownNameException>(() => PathTally.RequireKnown(new Late(5_000), Enumerable.Range(0, 5_000), TestContext.Current.CancellationToken));
    }

    private static HeapValue Whole(long number) => new(ValueKind.Integer, (ulong)number);

    private static HeapValue Real(double number) => new(ValueKind.Real, BitConverter.DoubleToUInt64Bits(number), 8);

    private static HeapValue Text(string text) => new(ValueKind.Text, Shape: text);

    private static void AreOne(bool areOne, HeapValue one, HeapValue other)
    {
        var equality = new HeapValueEquality(Reader);
        Assert.Equal(areOne, equality.Equals(one, other));
        Assert.True(!areOne || equality.GetHashCode(one) == equality.GetHashCode(other));
    }

    /// <summary>Only one object has what the path names.</summary>
    private sealed class Late(int only) : IPathReader
    {
        public ValuePath Path { get; } = PathText.PathIn("Value");

        public bool HidesValues => false;

        public HeapValue Read(int objectIndex) => objectIndex == only ? new HeapValue(ValueKind.Null) : HeapValue.UnknownAt(0);

        public ReadOnlySpan<char> LettersOf(HeapValue text) => "";

        public bool IsWhole(HeapValue text) => true;

        public IReadOnlyList<(string Name, long Number)> MembersOf(HeapValue value) => [];

        public string? TextOf(HeapValue value, int maxLetters) => null;

        public IReadOnlyList<string> NamesAt(int part) => [];
    }
}

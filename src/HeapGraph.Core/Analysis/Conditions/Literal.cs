using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>What a value is compared with, as it was typed; read by the kind of value that it meets. Any number of threads may ask.</summary>
internal sealed class Literal
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private readonly long? _integer;
    private readonly decimal? _number;
    private readonly double? _real;
    private readonly bool? _truth;
    private readonly ulong? _address;
    private readonly TypedDate? _date;
    private readonly TimeSpan? _span;
    private readonly DateOnly? _day;
    private readonly TimeOnly? _clock;
    private readonly Guid? _guid;
    private readonly TextPattern? _pattern;
    private readonly ConcurrentDictionary<IReadOnlyList<(string Name, long Number)>, Member?> _members = new(ReferenceEqualityComparer.Instance);

    /// <param name="text">The text, without its quotes.</param>
    /// <param name="isQuoted">Whether it had some, so that it is no word such as <c>null</c>.</param>
    /// <param name="isPattern">Whether it is a pattern.</param>
    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public Literal(string text, bool isQuoted, bool isPattern)
    {
        (Text, IsNull, _pattern) = (text, !isQuoted && !isPattern && text == "null", isPattern ? new TextPattern(text) : null);
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        _address = ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, Plain, out var address) ? address : null;
        _number = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, Plain, out var number) ? number
            : hex.Length < text.Length ? _address : null;
        _integer = _number is { } whole && whole == decimal.Truncate(whole) && whole is >= long.MinValue and <= long.MaxValue ? (long)whole : null;
        _real = double.TryParse(text, NumberStyles.Float, Plain, out var real) ? real : (double?)_number;
        _truth = bool.TryParse(text, out var truth) ? truth : text is "0" or "1" ? text == "1" : null;
        _date = TypedDate.In(text);
        _span = TimeSpan.TryParse(text, Plain, out var span) ? span : null;
        _day = DateOnly.TryParse(text, Plain, out var day) ? day : null;
        _clock = TimeOnly.TryParse(text, Plain, out var clock) ? clock : null;
        _guid = Guid.TryParse(text, out var guid) ? guid : null;
    }

    /// <summary>The text, without its quotes.</summary>
    public string Text { get; }

    /// <summary>Whether it is the word <c>null</c>.</summary>
    public bool IsNull { get; }

    /// <summary>Whether a value is as wanted; null when the two can't be compared. Of what is missing nothing holds.</summary>
    public bool? IsMet(ComparisonKind kind, HeapValue value, IPathReader reader) => value.Kind switch
    {
        ValueKind.Missing => false,
        _ when _pattern is not null => MatchOf(value, reader) is { } matches ? matches == (kind == ComparisonKind.Matches) : null,
        _ when IsNull || value.Kind == ValueKind.Null => OfNulls(kind, IsNull && value.Kind == ValueKind.Null),
        ValueKind.Text when !reader.IsWhole(value) => null,
        ValueKind.Real when IsNaN(value) || _real is double.NaN => _real is null ? null : OfNaNs(kind, IsNaN(value) && _real is double.NaN),
        _ => Order(value, reader) is { } order ? Holds(kind, order) : null,
    };

    private static bool IsNaN(HeapValue real) => double.IsNaN(BitConverter.UInt64BitsToDouble(real.Low));

    /// <summary>What is no number is one with itself alone, and neither more nor less than anything.</summary>
    private static bool OfNaNs(ComparisonKind kind, bool areBoth) => kind == ComparisonKind.NotEqual ? !areBoth : kind == ComparisonKind.Equal && areBoth;

    /// <summary>Null equals null, and is neither more nor less than anything.</summary>
    private static bool OfNulls(ComparisonKind kind, bool areBoth) => kind switch
    {
        ComparisonKind.Equal or ComparisonKind.LessOrEqual or ComparisonKind.GreaterOrEqual => areBoth,
        ComparisonKind.NotEqual => !areBoth,
        _ => false,
    };

    private static bool Holds(ComparisonKind kind, int order) => kind switch
    {
        ComparisonKind.Equal => order == 0,
        ComparisonKind.NotEqual => order != 0,
        ComparisonKind.Less => order < 0,
        ComparisonKind.LessOrEqual => order <= 0,
        ComparisonKind.Greater => order > 0,
        _ => order >= 0,
    };

    private bool? MatchOf(HeapValue value, IPathReader reader) => value.Kind switch
    {
        ValueKind.Null => false,
        ValueKind.Struct => null,
        ValueKind.Text => reader.IsWhole(value) ? _pattern!.Matches(reader.LettersOf(value)) : null,
        ValueKind.Character => _pattern!.Matches([(char)value.Low]),
        _ => reader.TextOf(value, int.MaxValue) is { } text ? _pattern!.Matches(text) : null,
    };

    /// <summary>Less than 0 when the value is smaller; null when the text is no such value.</summary>
    private int? Order(HeapValue value, IPathReader reader) => value.Kind switch
    {
        ValueKind.Text => reader.LettersOf(value).CompareTo(Text, StringComparison.Ordinal),
        ValueKind.Integer => OfInteger((long)value.Low),
        ValueKind.LargeInteger => OfNumber(value.Low),
        ValueKind.Real => Order(BitConverter.UInt64BitsToDouble(value.Low), value.High == sizeof(float) ? (float?)_real : _real),
        ValueKind.Decimal => OfNumber(Unsafe.BitCast<(ulong, ulong), decimal>((value.Low, value.High))),
        ValueKind.Truth => Order(value.Low != 0, _truth),
        ValueKind.Character => Text is [var letter] ? Order((char)value.Low, letter) : Order((decimal)value.Low, _number),
        ValueKind.Date => Order((long)value.Low, _date?.TicksOf(value.IsUtc)),
        ValueKind.Moment => Order((long)value.Low, _date?.Utc),
        ValueKind.Span => Order((long)value.Low, _span?.Ticks),
        ValueKind.Day => Order((long)value.Low, (long?)_day?.DayNumber),
        ValueKind.Clock => Order((long)value.Low, _clock?.Ticks),
        ValueKind.Guid => Order(Unsafe.BitCast<(ulong, ulong), Guid>((value.Low, value.High)), _guid),
        ValueKind.Enum => OfEnum(value, _members.GetOrAdd(reader.MembersOf(value), MemberIn)),
        ValueKind.Object => Order(value.Low, _address),
        ValueKind.Type => reader.TextOf(value, int.MaxValue) is { } name ? CSharpTypeName.ShortNameOf(name) == Text ? 0 : string.CompareOrdinal(name, Text) : null,
        _ => null,
    };

    private int? OfInteger(long value) => _integer is { } wanted ? value.CompareTo(wanted) : OfNumber(value);

    // What is too large for a decimal is so in a double too.
    private int? OfNumber(decimal value) => _number is { } wanted ? value.CompareTo(wanted) : _real is { } large && Math.Abs(large) > (double)decimal.MaxValue ? -Math.Sign(large) : null;

    private int? OfEnum(HeapValue value, Member? member) => member is null ? value.High == 0 ? OfInteger((long)value.Low) : OfNumber(value.Low)
        : value.High == 0 ? ((long)value.Low).CompareTo(member.Number) : value.Low.CompareTo((ulong)member.Number);

    private static int? Order<T>(T value, T? wanted)
        where T : struct, IComparable<T> => wanted is { } other ? value.CompareTo(other) : null;

    /// <summary>The number of a member, or of several flags with commas between.</summary>
    private Member? MemberIn(IReadOnlyList<(string Name, long Number)> members)
    {
        var number = 0L;
        foreach (var name in Text.Split(','))
        {
            var found = members.Where(member => member.Name == name.Trim()).Concat(members.Where(member => member.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))).ToArray();
            if (found.Length == 0)
            {
                return null;
            }

            number |= found[0].Number;
        }

        return new Member(number);
    }

    private sealed record Member(long Number);
}

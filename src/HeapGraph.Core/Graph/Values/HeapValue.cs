namespace HeapGraph.Core.Graph.Values;

/// <summary>What a path leads to from one object.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Low">Its bits, by kind: see <see cref="ValueKind"/>.</param>
/// <param name="High">The rest of them.</param>
/// <param name="Place">The address at which it stands; of a text or an object its own.</param>
/// <param name="Shape">What its reader knows of its type.</param>
internal readonly record struct HeapValue(ValueKind Kind, ulong Low = 0, ulong High = 0, ulong Place = 0, object? Shape = null)
{
    /// <summary>There is none: it is null, too short, or has no such key there.</summary>
    /// <param name="part">The part of the path at which it ends.</param>
    public static HeapValue EndsAt(int part) => new(ValueKind.Missing, (ulong)part);

    /// <summary>There is none, since an object's type has nothing of that name.</summary>
    /// <param name="part">The part of the path that names it.</param>
    public static HeapValue UnknownAt(int part) => new(ValueKind.Missing, (ulong)part, 1);

    /// <summary>It can't be told: there is more than is looked through.</summary>
    /// <param name="part">The part of the path that names it.</param>
    public static HeapValue GivenUpAt(int part) => new(ValueKind.Missing, (ulong)part, 2);

    /// <summary>Of what is missing, the part of the path at which it ends.</summary>
    public int Part => (int)Low;

    /// <summary>Of a date, whether it says that it is one of UTC.</summary>
    public bool IsUtc => Kind == ValueKind.Date && High == 1;

    /// <summary>Whether it is missing since a type has nothing of that name.</summary>
    public bool IsUnknown => Kind == ValueKind.Missing && High == 1;

    /// <summary>Whether it may not be missing at all: it was not looked for to the end.</summary>
    public bool IsGivenUp => Kind == ValueKind.Missing && High == 2;
}

/// <summary>Kinds of values, as they are compared.</summary>
internal enum ValueKind : byte
{
    /// <summary>The path ends before.</summary>
    Missing,

    /// <summary>A null reference, or a <c>Nullable</c> without a value.</summary>
    Null,

    /// <summary>A whole number: Low as <see cref="long"/>.</summary>
    Integer,

    /// <summary>A whole number that is too large for <see cref="long"/>: Low.</summary>
    LargeInteger,

    /// <summary>Low as the bits of a <see cref="double"/>; High its size in the target, 4 or 8.</summary>
    Real,

    /// <summary>A <see cref="decimal"/>: flags and high word, then the low ones.</summary>
    Decimal,

    /// <summary>Low: 0 for false.</summary>
    Truth,

    /// <summary>Low: a UTF-16 unit.</summary>
    Character,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A <see cref="DateTime"/>: Low its ticks, High its kind.</summary>
    Date,

    /// <summary>A <see cref="DateTimeOffset"/>: Low its ticks in UTC, High the minutes.</summary>
    Moment,

    /// <summary>A <see cref="TimeSpan"/>: Low its ticks.</summary>
    Span,

    /// <summary>A <see cref="DateOnly"/>: Low its day.</summary>
    Day,

    /// <summary>A <see cref="TimeOnly"/>: Low its ticks.</summary>
    Clock,

    /// <summary>A <see cref="System.Guid"/>: its bytes.</summary>
    Guid,

    /// <summary>A member of an enum: Low its number as <see cref="long"/>, or where High is 1 as <see cref="ulong"/>.</summary>
    Enum,

    /// <summary>An object that is none of these.</summary>
    Object,

    /// <summary>A struct that is none of these.</summary>
    Struct,

    /// <summary>The type of an object or a struct: Low tells it apart.</summary>
    Type,
}

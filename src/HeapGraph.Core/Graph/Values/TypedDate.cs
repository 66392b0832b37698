using System.Globalization;

namespace HeapGraph.Core.Graph.Values;

/// <summary>A date that a user typed, with or without a time and a zone.</summary>
/// <param name="Clock">Ticks as a clock there shows them.</param>
/// <param name="Utc">Ticks in UTC; the same where no zone was typed.</param>
internal readonly record struct TypedDate(long Clock, long Utc)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Reads one; null for what is none, a time alone among that: it would be one of the day on which it is asked.</summary>
    public static TypedDate? In(string? text) =>
        DateTime.TryParse(text, Plain, DateTimeStyles.RoundtripKind | DateTimeStyles.NoCurrentDateDefault, out var date)
        && DateTime.TryParse(text, Plain, DateTimeStyles.RoundtripKind, out var today) && today.Date == date.Date
        && DateTimeOffset.TryParse(text, Plain, DateTimeStyles.AssumeUniversal, out var moment) ? new TypedDate(moment.DateTime.Ticks, moment.UtcTicks) : null;

    /// <summary>The ticks of a <see cref="DateTime"/> that means the same.</summary>
    /// <param name="isUtc">Whether it says that it is one of UTC.</param>
    public long TicksOf(bool isUtc) => isUtc ? Utc : Clock;
}

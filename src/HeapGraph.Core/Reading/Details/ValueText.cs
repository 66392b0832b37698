using System.Globalization;
using System.Text;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Strings and values of structs in a few words, straight from the target's memory.</summary>
internal sealed class ValueText(MemoryImage image)
{
    /// <summary>Of the bits of a date its ticks; the two above are its kind.</summary>
    public const ulong TicksMask = 0x3FFF_FFFF_FFFF_FFFF;

    private const int MaxCharacters = 40;
    private const ulong UtcKind = 1;

    /// <summary>A string's first 40 characters in quotes; what is longer ends with an ellipsis.</summary>
    public string OfString(ulong address) => $"\"{StringText.Of(image, address, MaxCharacters)}\"";

    /// <summary>A number, an enum's name, a date and the like; null for any other struct.</summary>
    /// <param name="type">The struct's type.</param>
    /// <param name="address">Of its first field.</param>
    public string? OfStruct(ClrType type, ulong address) => type.IsEnum ? OfEnum(type, address) : type.Name switch
    {
        "System.Guid" => Read<Guid>(address)?.ToString(),
        "System.DateTime" => Read<ulong>(address) is { } data ? OfDate(data) : null,
        "System.DateTimeOffset" => OfDateTimeOffset(type, address),
        "System.TimeSpan" => Read<TimeSpan>(address)?.ToString("c"),
        "System.DateOnly" => Read<int>(address) is >= 0 and { } day && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd") : null,
        "System.TimeOnly" => Read<long>(address) is >= 0 and { } ticks && ticks < TimeSpan.TicksPerDay ? new TimeOnly(ticks).ToString("HH:mm:ss.FFFFFFF") : null,
        "System.Decimal" => OfDecimal(address),
        _ => OfPrimitive(type.ElementType, address),
    };

    /// <summary>A number, a character or a truth value; null for anything else.</summary>
    public string? OfPrimitive(ClrElementType type, ulong address) => type switch
    {
        ClrElementType.Boolean => Read<byte>(address) is { } value ? (value != 0 ? "true" : "false") : null,
        ClrElementType.Char => Read<char>(address) is { } value ? new StringBuilder("'").Append(value).Append('\'').ToString() : null,
        ClrElementType.Int8 => Number<sbyte>(address),
        ClrElementType.UInt8 => Number<byte>(address),
        ClrElementType.Int16 => Number<short>(address),
        ClrElementType.UInt16 => Number<ushort>(address),
        ClrElementType.Int32 => Number<int>(address),
        ClrElementType.UInt32 => Number<uint>(address),
        ClrElementType.Int64 => Number<long>(address),
        ClrElementType.UInt64 => Number<ulong>(address),
        ClrElementType.NativeInt => Number<long>(address),
        ClrElementType.NativeUInt => Number<ulong>(address),
        ClrElementType.Float => Number<float>(address),
        ClrElementType.Double => Number<double>(address),
        _ => null,
    };

    /// <summary>The name of the member, or the names of the flags that make up the value; the number where there are none.</summary>
    private string? OfEnum(ClrType type, ulong address)
    {
        var underlying = type.Fields.Length == 1 ? type.Fields[0].ElementType : type.ElementType;
        if (OfPrimitive(underlying, address) is not { } number)
        {
            return null;
        }

        var members = type.AsEnum().EnumerateValues().Select(member => (member.Name, Number: Convert.ToString(member.Value, CultureInfo.InvariantCulture)!)).ToArray();
        if (members.FirstOrDefault(member => member.Number == number).Name is { } name)
        {
            return name;
        }

        if (!long.TryParse(number, out var left) || left < 0)
        {
            return number;
        }

        // As Enum.ToString does: the largest flags first, written in ascending order.
        var names = new List<string>();
        foreach (var (flag, bits) in members.Where(member => long.TryParse(member.Number, out var bits) && bits > 0)
            .Select(member => (member.Name, Bits: long.Parse(member.Number))).OrderByDescending(member => member.Bits))
        {
            if ((left & bits) == bits)
            {
                left &= ~bits;
                names.Insert(0, flag);
            }
        }

        return left == 0 ? string.Join(", ", names) : number;
    }

    private string? OfDateTimeOffset(ClrType type, ulong address)
    {
        if (type.GetFieldByName("_dateTime") is not { } clock || type.GetFieldByName("_offsetMinutes") is not { } offset
            || Read<ulong>(address + (ulong)clock.Offset) is not { } data || OfPrimitive(offset.ElementType, address + (ulong)offset.Offset) is not { } minutes
            || data > (ulong)DateTime.MaxValue.Ticks)
        {
            return null;
        }

        var span = TimeSpan.FromMinutes(long.Parse(minutes));
        return Math.Abs(span.TotalHours) > 14 || (long)data + span.Ticks is < 0 ? null
            : $"{OfDate(data + (ulong)span.Ticks)} {(span < TimeSpan.Zero ? '-' : '+')}{span:hh\\:mm}";
    }

    /// <summary>Ticks with the kind in the two highest bits, as DateTime keeps them.</summary>
    private static string? OfDate(ulong data) => (data & TicksMask) > (ulong)DateTime.MaxValue.Ticks ? null
        : new DateTime((long)(data & TicksMask)).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF") + (data >> 62 == UtcKind ? "Z" : "");

    private string? OfDecimal(ulong address)
    {
        const int Sign = 1 << 31;
        const int MaxScale = 28;
        return Read<int>(address) is not { } flags || Read<int>(address + 4) is not { } high || Read<long>(address + 8) is not { } low
            || ((flags >> 16) & 0xFF) > MaxScale ? null
            : new decimal((int)low, (int)(low >> 32), high, (flags & Sign) != 0, (byte)(flags >> 16)).ToString(CultureInfo.InvariantCulture);
    }

    private string? Number<T>(ulong address)
        where T : unmanaged, IFormattable => Read<T>(address)?.ToString(null, CultureInfo.InvariantCulture);

    private T? Read<T>(ulong address)
        where T : unmanaged => image.TryRead(address, out T value) ? value : null;
}

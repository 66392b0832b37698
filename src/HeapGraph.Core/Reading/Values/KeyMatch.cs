using System.Globalization;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Values;

/// <summary>Tells whether a key on the heap is the one that a path names.</summary>
/// <param name="strings">The MethodTable of strings.</param>
/// <param name="image">The target's memory.</param>
/// <param name="wanted">The part of the path that names it.</param>
internal sealed class KeyMatch(ulong strings, MemoryImage image, PathPart wanted)
{
    private const ulong Length = 8, FirstLetter = 12;

    private readonly string? _text = wanted is PathPart.Key { Text: var text } ? text : null;
    private readonly long? _number = wanted is PathPart.Index { Number: var number } ? number : null;

    /// <summary>Whether the key in a slot is the one.</summary>
    /// <param name="at">The slot.</param>
    /// <param name="shape">What stands there; null for a reference.</param>
    public bool IsAt(ulong at, ValueShape? shape) => shape is null ? _text is not null && IsText(at) : IsValue(shape.Read(image, at, 0), shape);

    private bool IsText(ulong slot)
    {
        if (!image.TryRead(slot, out ulong key) || key == 0 || !image.TryRead(key, out ulong word) || (word & MethodTableFacts.AddressMask) != strings
            || !image.TryRead(key + Length, out int length) || length != _text!.Length)
        {
            return false;
        }

        Span<char> letters = length <= 256 ? stackalloc char[length] : new char[length];
        return image.Read(key + FirstLetter, System.Runtime.InteropServices.MemoryMarshal.AsBytes(letters)) == length * sizeof(char) && letters.SequenceEqual(_text);
    }

    private bool IsValue(HeapValue key, ValueShape shape) => key.Kind switch
    {
        ValueKind.Integer => _number is { } number ? (long)key.Low == number : ((long)key.Low).ToString(CultureInfo.InvariantCulture) == _text,
        ValueKind.LargeInteger => key.Low.ToString(CultureInfo.InvariantCulture) == _text,
        ValueKind.Enum => _number is { } number ? (long)key.Low == number : shape.Members.Any(member => member.Number == (long)key.Low && member.Name == _text),
        ValueKind.Character => _text is [var letter] && letter == (char)key.Low,
        ValueKind.Guid => Guid.TryParse(_text, out var guid) && System.Runtime.CompilerServices.Unsafe.BitCast<Guid, (ulong, ulong)>(guid) == (key.Low, key.High),
        ValueKind.Date => DateTime.TryParse(_text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date) && (ulong)date.Ticks == key.Low,
        ValueKind.Day => DateOnly.TryParse(_text, CultureInfo.InvariantCulture, out var day) && (ulong)day.DayNumber == key.Low,
        _ => false,
    };
}

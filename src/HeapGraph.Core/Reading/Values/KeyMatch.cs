using System.Collections.Concurrent;
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
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private readonly string? _text = wanted is PathPart.Key { Text: var text } ? text : null;
    private readonly long? _number = wanted is PathPart.Index { Number: var number } ? number : null;
    private readonly ConcurrentDictionary<ValueShape, long[]> _members = new(ReferenceEqualityComparer.Instance);

    // What the text may be, read once. A number counts as it is written without need: not 017.
    private readonly long? _integer = wanted is PathPart.Key { Text: var text } && long.TryParse(text, Plain, out var value) && value.ToString(Plain) == text ? value : null;
    private readonly ulong? _large = wanted is PathPart.Key { Text: var text } && ulong.TryParse(text, Plain, out var value) && value.ToString(Plain) == text ? value : null;
    private readonly (ulong, ulong)? _guid = wanted is PathPart.Key { Text: var text } && Guid.TryParse(text, out var guid) ? System.Runtime.CompilerServices.Unsafe.BitCast<Guid, (ulong, ulong)>(guid) : null;
    private readonly TypedDate? _date = wanted is PathPart.Key { Text: var text } ? TypedDate.In(text) : null;
    private readonly int? _day = wanted is PathPart.Key { Text: var text } && DateOnly.TryParse(text, Plain, out var day) ? day.DayNumber : null;

    /// <summary>Whether the key in a slot is the one.</summary>
    /// <param name="at">The slot.</param>
    /// <param name="shape">What stands there; null for a reference.</param>
    public bool IsAt(ulong at, ValueShape? shape) => shape is null ? _text is not null && IsText(at) : IsValue(shape.Read(image, at, 0), shape);

    private bool IsText(ulong slot)
    {
        if (!image.TryRead(slot, out ulong key) || key == 0 || !image.TryRead(key, out ulong word) || (word & MethodTableFacts.AddressMask) != strings
            || !image.TryRead(key + StringText.Length, out int length) || length != _text!.Length)
        {
            return false;
        }

        Span<char> letters = length <= 256 ? stackalloc char[length] : new char[length];
        return image.Read(key + StringText.FirstLetter, System.Runtime.InteropServices.MemoryMarshal.AsBytes(letters)) == length * sizeof(char) && letters.SequenceEqual(_text);
    }

    private bool IsValue(HeapValue key, ValueShape shape) => key.Kind switch
    {
        ValueKind.Integer => (long)key.Low == (_number ?? _integer),
        ValueKind.LargeInteger => key.Low == _large,
        ValueKind.Enum => _number is { } number ? (long)key.Low == number : _members.GetOrAdd(shape, NumbersIn).Contains((long)key.Low),
        ValueKind.Character => _text is [var letter] && letter == (char)key.Low,
        ValueKind.Guid => _guid == (key.Low, key.High),
        ValueKind.Date => (long)key.Low == _date?.TicksOf(key.IsUtc),
        ValueKind.Day => (long)key.Low == _day,
        _ => false,
    };

    private long[] NumbersIn(ValueShape shape) => [.. shape.Members.Where(member => member.Name == _text).Select(member => member.Number)];
}

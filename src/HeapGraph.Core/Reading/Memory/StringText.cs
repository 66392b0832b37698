using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>The text of a string on the target's heap.</summary>
internal static class StringText
{
    /// <summary>Where its length and its first letter stand, behind the MethodTable.</summary>
    public const int Length = 8, FirstLetter = 12;

    /// <summary>Its first characters; what is longer, or can't be read to its end, ends with an ellipsis.</summary>
    public static string Of(MemoryImage image, ulong address, int maxCharacters)
    {
        image.TryRead(address + Length, out int length);
        var bytes = new byte[Math.Clamp(length, 0, maxCharacters) * sizeof(char)];
        var text = MemoryMarshal.Cast<byte, char>(bytes.AsSpan(0, image.Read(address + FirstLetter, bytes) & ~1));
        return length > text.Length ? $"{text}…" : new string(text);
    }
}

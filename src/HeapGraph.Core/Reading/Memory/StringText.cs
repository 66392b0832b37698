using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>The text of a string on the target's heap.</summary>
internal static class StringText
{
    private const int LengthOffset = 8, FirstCharacter = 12;   // behind the MethodTable

    /// <summary>Its first characters; what is longer, or can't be read to its end, ends with an ellipsis.</summary>
    public static string Of(MemoryImage image, ulong address, int maxCharacters)
    {
        image.TryRead(address + LengthOffset, out int length);
        var bytes = new byte[Math.Clamp(length, 0, maxCharacters) * sizeof(char)];
        var text = MemoryMarshal.Cast<byte, char>(bytes.AsSpan(0, image.Read(address + FirstCharacter, bytes) & ~1));
        return length > text.Length ? $"{text}…" : new string(text);
    }
}

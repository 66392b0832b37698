using System.Buffers;
using System.Globalization;
using System.Text;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>Text of the target made fit to be shown: a string on its heap may hold anything.</summary>
internal static class PrintableText
{
    extension(string text)
    {
        /// <summary>The text on one line, with nothing in it that steers a terminal, turns the direction of writing
        /// round or is half a character: such things appear as <c>\n</c> or <c>\u001b</c>.</summary>
        public string Printable
        {
            get
            {
                var shown = new StringBuilder(text.Length);
                var rest = text.AsSpan();
                while (!rest.IsEmpty)
                {
                    var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
                    shown.Append(rest[0] switch
                    {
                        '\n' => "\\n",
                        '\r' => "\\r",
                        '\t' => "\\t",
                        '\0' => "\\0",
                        _ when !isWhole || rune.IsBmp && IsInvisible(rune) => $"\\u{(int)rest[0]:x4}",
                        _ => rest[..length],
                    });
                    rest = rest[length..];
                }

                return shown.ToString();
            }
        }

        /// <summary>At most so many characters: of a longer text the beginning and the end around an ellipsis.</summary>
        public string ShortenedTo(int characters) =>
            text.Length <= characters ? text : string.Concat(Head(text, (characters - 1) / 2), "…", Tail(text, characters / 2));

        /// <summary>Of a longer text the first so many characters and an ellipsis.</summary>
        public string CutAfter(int characters) => text.Length <= characters ? text : string.Concat(Head(text, characters), "…");
    }

    extension(SlotLabel label)
    {
        /// <summary>Its text made fit to be shown.</summary>
        public string Printable => label.ToString().Printable;
    }

    private static ReadOnlySpan<char> Head(string text, int length) =>
        text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static ReadOnlySpan<char> Tail(string text, int length) =>
        text.AsSpan(text.Length - (char.IsLowSurrogate(text[^length]) ? length - 1 : length));

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

using Spectre.Console;
using Spectre.Console.Rendering;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>Sentences that go on below where they are too long for a line, further to the right than they began.</summary>
internal static class HangingText
{
    private const int Further = 2;   // which is as long as the mark of a list

    extension(IAnsiConsole console)
    {
        /// <summary>Writes a line that stays one, however long, since it is copied: the terminal itself breaks it.</summary>
        public void WriteWhole(string text) => console.Write(new Whole(text, Style.Plain));

        /// <summary>Writes a sentence.</summary>
        /// <param name="text">What to write, printable; blanks in front of it are its indentation.</param>
        /// <param name="style">How; null for plain.</param>
        public void WriteHanging(string text, Style? style = null)
        {
            foreach (var line in Lines(text, console.Profile.Width))
            {
                console.Write(new Whole(line, style ?? Style.Plain));
            }
        }
    }

    /// <summary>The lines of a sentence. Words are never broken: one that is longer than a line has one of its own.</summary>
    /// <param name="text">The sentence; blanks in front of it are its indentation.</param>
    /// <param name="width">Columns there are.</param>
    /// <param name="further">How many columns further to the right it goes on.</param>
    public static IEnumerable<string> Lines(string text, int width, int further = Further)
    {
        var begin = text.Length - text.TrimStart(' ').Length;
        var indent = new string(' ', Math.Min(begin + further, width / 2));
        for (var start = 0; text.Length > width;)
        {
            var end = text.LastIndexOf(' ', width);
            if (end <= Math.Max(begin + Further, start))
            {
                end = text.IndexOf(' ', width);
            }

            if (end < 0)
            {
                break;
            }

            yield return text[..end].TrimEnd();
            text = indent + text[end..].TrimStart();
            (start, begin) = (indent.Length, indent.Length);
        }

        yield return text;
    }

    private sealed class Whole(string text, Style style) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(text, style), Segment.LineBreak];
    }
}

using HeapGraph.Core.Presentation.Words;
using Spectre.Console.Rendering;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>The last step before a console: whatever is written, nothing in it steers a terminal but the console's own colours, and no line
/// ends in blanks.</summary>
internal sealed class PrintableOutput : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(written => new Shown(written));

    private static string Shows(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text : string.Join('\n', text.Split('\n').Select(line => line.Printable));

    private sealed class Shown(IRenderable written) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => written.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var blanks = new List<Segment>();
            foreach (var segment in written.Render(options, maxWidth).Select(Printable))
            {
                if (segment is { IsLineBreak: false, IsControlCode: false } && segment.Text.AsSpan().IndexOfAnyExcept(' ') < 0)
                {
                    blanks.Add(segment);
                    continue;
                }

                if (!segment.IsLineBreak)
                {
                    foreach (var blank in blanks)
                    {
                        yield return blank;
                    }
                }

                blanks.Clear();
                yield return segment;
            }

            // What follows may stand on the same line.
            foreach (var blank in blanks)
            {
                yield return blank;
            }
        }

        private static Segment Printable(Segment segment) =>
            segment.IsControlCode || Shows(segment.Text) == segment.Text ? segment : new Segment(Shows(segment.Text), segment.Style);
    }
}

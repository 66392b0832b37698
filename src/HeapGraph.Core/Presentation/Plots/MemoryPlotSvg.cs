using System.Globalization;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Plots;

/// <summary>The same as a picture: a curve for each kind of memory. A file of its own without a script, light or dark as the viewer is.</summary>
internal static class MemoryPlotSvg
{
    private const int Width = 960, Left = 84, Right = 24, LineHeight = 18, PlotHeight = 320, Below = 44, MostBytesSteps = 6, MostTimeSteps = 9;
    private const int MostPoints = 2 * (Width - Left - Right);   // more than that nobody can tell apart
    private const double CharacterWidth = 6.6;

    private const string Style = """
        .back{fill:#ffffff}text{fill:#1b1b1b}.dim{fill:#666666}.grid{stroke:#e2e2e2}polyline{fill:none;stroke-width:2;stroke-linejoin:round}.area{fill:#1f5fb4;opacity:.12}
        .resident{stroke:#1f5fb4}.anonymous{stroke:#c2410c;stroke-dasharray:7 3}.file{stroke:#2e7d32;stroke-dasharray:2 3}
        .shared{stroke:#7b3fa0;stroke-dasharray:9 3 2 3}.swapped{stroke:#b0124f;stroke-dasharray:4 4}
        @media (prefers-color-scheme:dark){
        .back{fill:#1b1b1b}text{fill:#eeeeee}.dim{fill:#aaaaaa}.grid{stroke:#3a3a3a}.area{fill:#7fb2f0}
        .resident{stroke:#7fb2f0}.anonymous{stroke:#f59e6b}.file{stroke:#7fca84}.shared{stroke:#c79ae6}.swapped{stroke:#f285ae}}
        """;

    /// <summary>Writes the picture. The same course gives the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The process, as the user named it.</param>
    /// <param name="course">What to show.</param>
    public static void Write(TextWriter output, string target, MemoryCourse course)
    {
        var series = MemorySeries.In(course);
        string[] sentences = [.. MemoryCourseWording.Of(course)];
        var (bytes, time) = (PlotAxis.OfBytes(series.Max(one => course.Samples.Max(one.Of)), MostBytesSteps), PlotAxis.OfTime(course.Duration, MostTimeSteps));
        var top = 40 + (sentences.Length * LineHeight) + LineHeight + 12;
        var (bottom, height) = (top + PlotHeight, top + PlotHeight + Below);
        var clipped = target.Printable.CutAfter((int)((Width - Left) / 9.0));
        output.Write($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="system-ui,sans-serif" font-size="13">
            <title>{HtmlText.Encoded(target)}</title>
            <style>
            {Style}
            </style>
            <rect class="back" width="{Width}" height="{height}"/>
            <text x="16" y="28" font-size="16">{HtmlText.Encoded(clipped)}</text>

            """);
        foreach (var (index, sentence) in sentences.Index())
        {
            output.Write($"<text x=\"16\" y=\"{48 + (index * LineHeight)}\" class=\"dim\">{HtmlText.Encoded(sentence)}</text>\n");
        }

        WriteLegend(output, series, 48 + (sentences.Length * LineHeight));
        foreach (var (value, label) in bytes.Ticks)
        {
            var y = Number(Y(value));
            output.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"dim\" x=\"{Left - 8}\" y=\"{Number(Y(value) + 4)}\" text-anchor=\"end\">{label}</text>\n");
        }

        foreach (var (value, label) in time.Ticks)
        {
            var x = Number(X(value));
            output.Write($"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{bottom + 5}\"/><text class=\"dim\" x=\"{x}\" y=\"{bottom + 20}\" text-anchor=\"middle\">{label}</text>\n");
        }

        output.Write($"<text class=\"dim\" x=\"{Left}\" y=\"{bottom + 37}\">time since {ProcessWording.Of(course.Began)}</text>\n");
        var shown = Thinned(course.Samples);
        var from = course.Samples[0].At.TotalSeconds;
        output.Write($"<polygon class=\"area\" points=\"{Points(series[0])} {Number(X(course.Duration.TotalSeconds))},{bottom} {Left},{bottom}\"/>\n");
        foreach (var one in series.Reverse())
        {
            output.Write($"<polyline class=\"{one.Key}\" points=\"{Points(one)}\"/>\n");
        }

        output.Write("</svg>\n");

        double X(double seconds) => Left + (seconds / time.Top * (Width - Left - Right));

        double Y(double value) => bottom - (value / bytes.Top * PlotHeight);

        string Points(MemorySeries one) => string.Join(' ', shown.Select(sample => $"{Number(X(sample.At.TotalSeconds - from))},{Number(Y(one.Of(sample)))}"));
    }

    private static void WriteLegend(TextWriter output, IReadOnlyList<MemorySeries> series, int y)
    {
        var x = 16.0;
        foreach (var one in series)
        {
            output.Write($"<polyline class=\"{one.Key}\" points=\"{Number(x)},{y - 4} {Number(x + 24)},{y - 4}\"/><text x=\"{Number(x + 30)}\" y=\"{y}\">{one.Name}</text>\n");
            x += 52 + (one.Name.Length * CharacterWidth);
        }
    }

    // Of each stretch the sample with the most in memory, and the ends.
    private static IReadOnlyList<MemorySample> Thinned(IReadOnlyList<MemorySample> samples) => samples.Count <= MostPoints
        ? samples
        : [samples[0], .. samples.Skip(1).SkipLast(1).Chunk((samples.Count / MostPoints) + 1).Select(some => some.MaxBy(sample => sample.ResidentBytes)), samples[^1]];

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

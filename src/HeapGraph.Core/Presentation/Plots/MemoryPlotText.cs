using System.Text;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Plots;

/// <summary>What a process had in memory over time, drawn with characters: time to the right, bytes upwards from zero.</summary>
internal static class MemoryPlotText
{
    private const string Blocks = " ▁▂▃▄▅▆▇█", Letters = " .:#";
    private const int UsualWidth = 80, Widest = 120, RowsOfStep = 3, MostSteps = 4, ColumnsOfTick = 14;

    /// <summary>Writes the plot, what each kind of memory did, and a summary. ASCII where the console has nothing else.</summary>
    public static void Write(IAnsiConsole console, string target, MemoryCourse course)
    {
        console.WriteHanging(target.Printable, new Style(decoration: Decoration.Bold));
        var width = console.Profile.Width == PlainText.Unwrapped ? UsualWidth : Math.Min(Widest, console.Profile.Width);
        foreach (var line in Lines(course, width - 1, console.Profile.Capabilities.Unicode))
        {
            console.WriteLine(line);
        }

        foreach (var sentence in MemoryCourseWording.Of(course))
        {
            console.WriteHanging(sentence);
        }
    }

    /// <summary>The plot and the table below it, no line longer than so many columns.</summary>
    public static IEnumerable<string> Lines(MemoryCourse course, int width, bool hasUnicode)
    {
        var bytes = PlotAxis.OfBytes(course.Highest.ResidentBytes, MostSteps);
        var margin = bytes.Ticks.Max(tick => tick.Label.Length);
        var columns = Math.Max(10, width - margin - 2);
        var levels = hasUnicode ? Blocks : Letters;
        var heights = Heights(course, columns).ToArray();
        var rows = (bytes.Ticks.Count - 1) * RowsOfStep;
        yield return $"{"".PadLeft(margin)}  {MemorySeries.In(course)[0].Name}";
        for (var row = 0; row < rows; row++)
        {
            // A label stands in the row whose upper edge is its value.
            var label = row % RowsOfStep == 0 ? bytes.Ticks[^((row / RowsOfStep) + 1)].Label : "";
            var cells = heights.Select(height => levels[Math.Clamp((int)Math.Round(((height / bytes.Top * rows) - (rows - row - 1)) * (levels.Length - 1)), 0, levels.Length - 1)]);
            yield return $"{label.PadLeft(margin)} {(hasUnicode ? label.Length > 0 ? '┤' : '│' : label.Length > 0 ? '+' : '|')}{string.Concat(cells)}".TrimEnd();
        }

        yield return $"{bytes.Ticks[0].Label.PadLeft(margin)} {(hasUnicode ? '└' : '+')}{new string(hasUnicode ? '─' : '-', columns)}";
        yield return TimeLine(PlotAxis.OfTime(course.Duration, Math.Max(1, columns / ColumnsOfTick)), columns, margin + 2);
        foreach (var line in Table(course))
        {
            yield return line;
        }
    }

    // Of several samples in a column the largest; between samples the one before.
    private static IEnumerable<double> Heights(MemoryCourse course, int columns)
    {
        var (samples, from, length) = (course.Samples, course.Samples[0].At.TotalSeconds, Math.Max(1e-3, course.Duration.TotalSeconds));
        var next = 0;
        for (var column = 0; column < columns; column++)
        {
            var end = column == columns - 1 ? double.PositiveInfinity : (column + 1) * length / columns;
            var height = samples[Math.Max(0, next - 1)].ResidentBytes;
            for (var isFirst = true; next < samples.Count && samples[next].At.TotalSeconds - from < end; next++, isFirst = false)
            {
                height = isFirst ? samples[next].ResidentBytes : Math.Max(height, samples[next].ResidentBytes);
            }

            yield return height;
        }
    }

    private static string TimeLine(PlotAxis time, int columns, int margin)
    {
        var line = new StringBuilder(new string(' ', margin));
        foreach (var (value, label) in time.Ticks)
        {
            var at = Math.Min(margin + (int)(value / time.Top * (columns - 1)), margin + columns - label.Length);
            if (line.Length < at || value == 0)
            {
                line.Append(' ', at - line.Length).Append(label);
            }
        }

        return line.ToString();
    }

    private static IEnumerable<string> Table(MemoryCourse course)
    {
        var series = MemorySeries.In(course);
        var name = series.Max(one => one.Name.Length);
        yield return "";
        yield return $"{"".PadRight(name)}{"from",11}{"to",11}{"highest",11}";
        foreach (var one in series)
        {
            yield return $"{one.Name.PadRight(name)}{one.Of(course.Samples[0]).AsByteSize,11}{one.Of(course.Samples[^1]).AsByteSize,11}{course.Samples.Max(one.Of).AsByteSize,11}";
        }

        yield return "";
    }
}

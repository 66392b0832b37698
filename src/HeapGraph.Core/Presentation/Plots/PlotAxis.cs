using System.Globalization;

namespace HeapGraph.Core.Presentation.Plots;

/// <summary>An axis from zero on: round steps with labels.</summary>
/// <param name="Top">Where it ends.</param>
/// <param name="Ticks">The values that have a label, ascending, from zero on.</param>
internal sealed record PlotAxis(double Top, IReadOnlyList<(double Value, string Label)> Ticks)
{
    private static readonly double[] Factors = [1, 2, 5, 10];
    private static readonly double[] TimeSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 4 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];

    /// <summary>Of bytes: it ends at a tick, at or above the largest.</summary>
    /// <param name="largest">What must fit.</param>
    /// <param name="most">How many steps at most.</param>
    public static PlotAxis OfBytes(long largest, int most)
    {
        var unit = ByteUnit.Of(largest);
        var size = unit.Name is null ? 1 : unit.Bytes;
        var inUnits = Math.Max(1, largest / size);
        var power = Math.Pow(10, Math.Floor(Math.Log10(inUnits / most)));
        var step = Math.Max(1, Factors.Select(factor => factor * power).First(step => step * most >= inUnits));
        var count = (int)Math.Ceiling(inUnits / step);
        return new(count * step * size, [.. Enumerable.Range(0, count + 1).Select(index =>
            (index * step * size, string.Create(CultureInfo.InvariantCulture, $"{index * step:#,0} {unit.Name ?? "B"}")))]);
    }

    /// <summary>Of time: it ends where the time does.</summary>
    /// <param name="time">What must fit.</param>
    /// <param name="most">How many steps at most.</param>
    public static PlotAxis OfTime(TimeSpan time, int most)
    {
        var seconds = Math.Max(0.1, time.TotalSeconds);
        var step = Array.Find(TimeSteps, step => step * most >= seconds) is > 0 and var found ? found : Math.Ceiling(seconds / most / 86_400) * 86_400;
        var (unit, name) = step switch { < 30 => (1, "s"), < 1800 => (60, "min"), < 12 * 3600 => (3600, "h"), _ => (86_400, "d") };
        return new(seconds, [.. Enumerable.Range(0, (int)((seconds / step) + 1e-9) + 1).Select(index =>
            (index * step, string.Create(CultureInfo.InvariantCulture, $"{index * step / unit:0.##} {name}")))]);
    }
}

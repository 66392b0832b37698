using System.Xml.Linq;
using HeapGraph.Core.Presentation.Plots;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>The course of a process's memory as people see it.</summary>
public sealed class MemoryPlotTests
{
    [Fact]
    public void A_plot_of_a_process_with_a_hostile_name_is_well_formed_and_shows_no_markup_of_it()
    {
        using var output = new StringWriter();
        MemoryPlotSvg.Write(output, "process 7 (<script>&\"'\e[31m\u0001)", PresentedMemory.Course);
        var picture = XDocument.Parse(output.ToString());
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName == "script");
        Assert.Contains("<script>", picture.Root!.Elements().First(element => element.Name.LocalName == "title").Value, StringComparison.Ordinal);
        Assert.Equal(10, picture.Descendants().Count(element => element.Name.LocalName == "polyline"));   // five curves, and five in the legend
    }

    [Theory]
    [InlineData(79, true)]
    [InlineData(60, false)]
    public void The_plot_of_a_terminal_fits_and_rises_where_memory_does(int width, bool hasUnicode)
    {
        string[] lines = [.. MemoryPlotText.Lines(PresentedMemory.Course, width, hasUnicode)];
        Assert.All(lines.TakeWhile(line => line.Length > 0), line => Assert.InRange(line.Length, 1, width));
        Assert.Equal(!hasUnicode, lines.All(line => line.All(char.IsAscii)));
        Assert.Contains(lines, line => line.StartsWith("200 MB", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("10 min", StringComparison.Ordinal));

        // From 100 of 200 MB to 160: the row below 150 MB is empty at the left and full at the right.
        var row = Array.FindIndex(lines, line => line.StartsWith("150 MB", StringComparison.Ordinal));
        Assert.Equal(' ', lines[row][8]);
        Assert.Equal(hasUnicode ? '█' : '#', lines[row][^1]);
    }

    [Fact]
    public void The_slope_is_that_of_a_process_that_gains_6_MB_a_minute() => Assert.Equal(360 << 20, PresentedMemory.Course.BytesPerHour!.Value, 1.0);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_so_few_samples_there_is_a_plot_too_but_no_slope(int seconds)
    {
        var course = PresentedMemory.Course with { Samples = [.. PresentedMemory.Course.Samples.Take(1 + seconds)] };
        Assert.Null(course.BytesPerHour);
        Assert.NotEmpty(MemoryPlotText.Lines(course, 79, hasUnicode: true));
        using var output = new StringWriter();
        MemoryPlotSvg.Write(output, "process 7", course);
        Assert.DoesNotContain("NaN", XDocument.Parse(output.ToString()).ToString(), StringComparison.Ordinal);
    }
}

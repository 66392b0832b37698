using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Plots;
using HeapGraph.Core.Presentation.Tables;
using Spectre.Console;

namespace HeapGraph;

/// <summary>How a process's memory went over time: a plot as a text and as <c>.svg</c>, the samples as JSON and CSV.</summary>
public sealed class HeapMemoryCourse : HeapResult, IPlotted
{
    internal HeapMemoryCourse(string target, MemoryCourse course)
        : base(target) => Course = course;

    /// <summary>What was seen.</summary>
    public MemoryCourse Course { get; }

    internal override TableView View(bool shortNames) => TableView.Of(Target, Course);

    internal override string Json() => JsonResult.Of(Target, Course);

    internal override void WriteText(IAnsiConsole console, bool shortNames) => MemoryPlotText.Write(console, Target, Course);
}

using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph;

/// <summary>Async calls that have not finished, as chains by logical caller. As a text it is the report of <c>heapgraph async</c>.</summary>
public sealed class HeapAsync : HeapResult
{
    internal HeapAsync(string target, AsyncReport report)
        : base(target) => Report = report;

    /// <summary>The chains, and how many there are.</summary>
    public AsyncReport Report { get; }

    internal override NextCommand? Next => new NextCommand.Suspects();

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    internal override string Json() => JsonResult.Of(Target, Report);

    internal override void WriteText(IAnsiConsole console, bool shortNames) => AsyncReportText.Of(Target, Report, shortNames, Words).Write(console);

    internal override void WriteMarkdown(TextWriter output, bool shortNames) => AsyncReportText.Of(Target, Report, shortNames, Words).WriteMarkdown(output);

    internal override string Html() => TableHtml.Preformatted(ToString());
}

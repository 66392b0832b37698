using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

/// <summary>Leak suspects. As a text it is the report of <c>heapgraph triage</c>.</summary>
public sealed class HeapTriage : HeapResult
{
    private readonly string _arguments;

    internal HeapTriage(string target, string arguments, LeakReport report)
        : base(target) => (_arguments, Report) = (arguments, report);

    /// <summary>The suspects with the heap's totals, and what could not be read.</summary>
    public LeakReport Report { get; }

    /// <summary>The suspects, the gravest first.</summary>
    public IReadOnlyList<LeakFinding> Findings => Report.Findings;

    private protected override TableView View(bool shortNames) => TableView.Of(Target, Report);

    private protected override string Json() => JsonResult.Of(Target, _arguments, Report);

    private protected override string Text(bool shortNames) =>
        PlainText.Of(console => LeakReportText.Write(console, Target, _arguments, Report, shortNames));

    private protected override void WriteMarkdown(TextWriter output, bool shortNames) =>
        LeakReportMarkdown.Write(output, Target, _arguments, Report, shortNames);

    private protected override string Html() => TableHtml.Preformatted(Text(shortNames: false));
}

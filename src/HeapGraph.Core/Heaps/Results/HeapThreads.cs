using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph;

/// <summary>Threads with their stacks, locks and exceptions. As a text it is the report of <c>heapgraph threads</c>.</summary>
public sealed class HeapThreads : HeapResult
{
    private readonly bool _each;

    internal HeapThreads(string target, ThreadReport report, bool each)
        : base(target) => (Report, _each) = (report, each);

    /// <summary>The threads, those with equal stacks together too, and the deadlocks among them.</summary>
    public ThreadReport Report { get; }

    internal override NextCommand? Next => Report.Coverage.HoldsHeap ? new NextCommand.Suspects() : new NextCommand.CollectHeap(Report.Death is not null);

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    internal override string Json() => JsonResult.Of(Target, Report);

    internal override void WriteText(IAnsiConsole console, bool shortNames) => ThreadReportText.Of(Target, Report, shortNames, _each).Write(console);

    internal override void WriteMarkdown(TextWriter output, bool shortNames) => ThreadReportText.Of(Target, Report, shortNames, _each).WriteMarkdown(output);

    internal override string Html() => TableHtml.Preformatted(ToString());
}

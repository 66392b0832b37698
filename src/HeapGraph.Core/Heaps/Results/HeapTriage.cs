using System.Text;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph;

/// <summary>Leak suspects. As a text it is the report of <c>heapgraph triage</c>; as a page the same with pictures.</summary>
public sealed class HeapTriage : HeapResult, IReported
{
    private readonly LeakReport _whole;
    private readonly int _limit;

    /// <param name="target">The dump or process.</param>
    /// <param name="whole">All suspects.</param>
    /// <param name="limit">How many to show; 0 for all.</param>
    internal HeapTriage(string target, LeakReport whole, int limit)
        : base(target) => (_whole, _limit, Report) = (whole, limit, whole.Limited(limit));

    /// <summary>The suspects with the heap's totals, and what could not be read.</summary>
    public LeakReport Report { get; }

    /// <summary>The suspects, the gravest first.</summary>
    public IReadOnlyList<LeakFinding> Findings => Report.Findings;

    /// <summary>The same with what each suspect was before: new, worse, the same; and those that are gone.</summary>
    /// <param name="earlier">Suspects of earlier heaps of the program, oldest first.</param>
    /// <example><code>Console.WriteLine(after.Triage().ComparedWith(before.Triage(limit: 0)));</code></example>
    public HeapTriage ComparedWith(params IEnumerable<HeapTriage> earlier) =>
        Again(_whole.ComparedWith([.. earlier.Select(one => one._whole)]));

    /// <summary>The same, compared with the JSON of an earlier run.</summary>
    /// <param name="json">What <see cref="HeapResult.ToJson"/> of suspects, or the command, wrote.</param>
    /// <exception cref="ArgumentException">It is no result of triage.</exception>
    public HeapTriage ComparedWith(string json) => ComparedWith(
        TriageBaseline.Parse(Encoding.UTF8.GetBytes(json)) ?? throw new ArgumentException("This is no result of triage.", nameof(json)));

    /// <summary>One suspect alone, by its <see cref="LeakFinding.Id"/>; no suspect where the heap has it not: then it is mended.</summary>
    /// <param name="id">The id.</param>
    /// <example><code>Assert.Empty(heap.Triage().Only("5935a6ad9348").Findings);</code></example>
    public HeapTriage Only(string id) => Again(_whole.Only(id));

    /// <summary>What a rule looks for, with an example, and what is in order and looks the same; as <c>heapgraph explain</c> prints it.</summary>
    /// <param name="rule">A <see cref="LeakFinding.Rule"/>.</param>
    /// <exception cref="UnknownNameException">There is no such rule.</exception>
    /// <example><code>Console.WriteLine(HeapTriage.Explain("event-handlers"));</code></example>
    public static string Explain(string rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return RuleEntries.Of(rule);
    }

    internal HeapTriage ComparedWith(TriageBaseline baseline) => Again(_whole.ComparedWith(baseline.Findings));

    internal override NextCommand? Next => Report.Memory is not null || ResidentMemory.Of(Report.Coverage) is { IsMostlyNative: true } ? new NextCommand.Memory()
        : Findings.Count > 0 ? null
        : new NextCommand.Course();

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report);

    internal override string Json() => JsonResult.Of(Target, Words, Report);

    internal override void WriteText(IAnsiConsole console, bool shortNames) => LeakReportText.Write(console, Target, Words, Report, shortNames);

    internal override void WriteMarkdown(TextWriter output, bool shortNames) => LeakReportMarkdown.Write(output, Target, Words, Report, shortNames);

    internal override string Html() => TableHtml.Preformatted(ToString());

    private HeapTriage Again(LeakReport whole) => new(Target, whole, _limit) { Words = Words };
}

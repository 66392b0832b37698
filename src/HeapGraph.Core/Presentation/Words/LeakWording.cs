using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of leak suspects.</summary>
internal static class LeakWording
{
    private const int MostFillers = 6;

    public const string SuspectMark = "   <== suspect";

    public static string Header(string target, LeakReport report) =>
        $"{target}: {report.TotalObjects:N0} reachable objects, {report.TotalBytes.AsByteSize}; "
        + CountOf(report);

    /// <summary>"no leak suspects", "5 leak suspects".</summary>
    public static string CountOf(LeakReport report) => (report.FindingCount == 0 ? "no leak suspects" : Wording.Count(report.FindingCount, "leak suspect"))
        + (report.Silenced.Count == 0 ? "" : $", {report.Silenced.Count:N0} silenced");

    /// <summary>"Silenced by heapgraph.json: Static field … (id 3f0c…). A cache with a bound."</summary>
    public static string Of(SilencedFinding silenced) =>
        $"Silenced{(silenced.By.Source is { } source ? $" by {source}" : "")}: {silenced.Finding.Title} (id {silenced.Finding.Id}){(silenced.By.Reason is { } reason ? $": {reason}" : "")}";

    /// <summary>The process, and how much of it the heap is: where no suspect explains it, always.</summary>
    public static IReadOnlyList<string> HeaderOf(LeakReport report) =>
        [
            .. ProcessWording.HeaderOf(report.Coverage), .. report.Memory is { } memory ? (string[])[memory.Title] : [],
            .. MemoryWording.HeaderOf(report.Coverage, report.TotalBytes, always: report.FindingCount == 0),
            .. report.Garbage is { } garbage ? (string[])[GarbageWording.NoLeak(garbage)] : [],
        ];

    /// <summary>What was looked for, where nothing was found.</summary>
    public static IReadOnlyList<string> NothingOf(LeakReport report) => report.FindingCount > 0 || report.NotFound.Count == 0 ? [] :
    [
        $"Looked for and not found: {string.Join(", ", report.NotFound)}.",
        .. report.Silenced.Count == 0 && ResidentMemory.Of(report.Coverage) is { IsMostlyNative: true }
            ? (string[])["What is outside the heap has no owner among its objects that these rules know: native libraries may have it, blocks whose addresses stand in numbers, threads, or code made at run time."]
            : [],
    ];

    /// <summary>What the judgement rests on, the threshold last.</summary>
    public static IReadOnlyList<string> EvidenceOf(LeakFinding finding) => [.. finding.Evidence, finding.Threshold];

    /// <summary>"likely, since no method of the program takes anything out of it".</summary>
    public static string HowSure(LeakFinding finding) => $"{WordOf(finding.Certainty)}{(finding.Because.Length == 0 ? "" : finding.Certainty == LeakCertainty.Possible ? $"; {finding.Because}" : $", since {finding.Because}")}.";

    /// <summary>"certain", "likely", "possible".</summary>
    public static string WordOf(LeakCertainty certainty) => certainty.ToString().ToLowerInvariant();

    /// <summary>The finding in one sentence for whoever does not know the program.</summary>
    public static string InShort(LeakFinding finding, LeakReport report)
    {
        var size = $"{finding.RetainedBytes.AsByteSize} ({Wording.Share(finding.RetainedBytes, report.TotalBytes)} of the heap)";
        return finding.Kind switch
        {
            LeakKind.Wasted => $"{size} could be saved without a change in what the program does.",
            LeakKind.Leaked => $"The program keeps {size} that it has no more use for, and more as time goes by.",
            _ => finding.Certainty > LeakCertainty.Possible ? $"{size} have piled up in one place, and more come as time goes by."
                : $"{size} stay in one place; a second look, later, tells whether they grow.",
        };
    }

    /// <summary>What shows that it is mended.</summary>
    public static NextCommand VerifyOf(LeakFinding finding) => new NextCommand.FindingById(finding.Id);

    /// <summary>"Shop.Catalog.Load, Shop.Importer.Run", and what is not known of it; null where there is nothing to say.</summary>
    public static string? FilledIn(LeakFinding finding) => finding.FilledIn is { } filled ? Of(filled) : null;

    /// <summary>"Shop.Catalog.Items is filled in: Shop.Catalog.Load, Shop.Importer.Run", a line for each field.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<FilledField> fields) => fields.Select(filled => $"{filled.Field} is filled in: {Of(filled.By)}");

    private static string Of(FilledIn filled) => filled.Methods.Count == 0 ? $"not known. {filled.Unknown}"
        : Listed(filled.Methods) + (filled.TakenOutIn switch
        {
            null => "",
            [] => "; taken out nowhere",
            var methods => $"; taken out in {Listed(methods)}",
        }) + (filled.Unknown is null ? "" : $". {filled.Unknown}");

    private static string Listed(IReadOnlyList<string> methods) =>
        string.Join(", ", methods.Take(MostFillers)) + (methods.Count > MostFillers ? $" and {methods.Count - MostFillers:N0} more" : "");

    /// <summary>" (new)", " (worse: +500 objects, +1.2 MB)", nothing without a baseline.</summary>
    public static string TrendOf(LeakFinding finding) => finding.Trend switch
    {
        null => "",
        { Change: LeakChange.New } => " (new)",
        { Change: LeakChange.Same } => " (same)",
        var worse => $" (worse: {new SignedNumber(worse.ObjectsDelta).WithSign} objects, {(worse.RetainedBytesDelta < 0 ? "" : "+")}{worse.RetainedBytesDelta.AsByteSize})",
    };

    /// <summary>What a limit leaves out.</summary>
    public static Remark CutOf(LeakReport report) => Remark.With($"{report.Findings.Count:N0} of {report.FindingCount:N0} leak suspects shown; all of them: {Term.NoLimit}");

    /// <summary>What is silenced, gone, not shown, and what could not be read.</summary>
    public static IEnumerable<Remark> Footer(LeakReport report) =>
    [
        .. report.Silenced.Select(silenced => (Remark)Of(silenced)),
        .. (report.Gone ?? []).Select(gone => (Remark)$"Gone since the baseline: {gone.Title} (id {gone.Id})"),
        .. report.Findings.Count < report.FindingCount
            ? (IEnumerable<Remark>)[CutOf(report)] : [],
        .. Wording.GapsOf(report.Coverage),
    ];
}

using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    private const int MostFieldsNamed = 3;

    /// <summary>What would be freed by type, below what was cut.</summary>
    public static TableView Of(string target, WhatIfReport report, bool shortNames)
    {
        var ambiguous = new AmbiguousNames(report.Freed.Types.Select(row => row.Type), shortNames);
        return new TableView(
            [
                $"{target}: {report.TotalObjects:N0} reachable objects, {report.TotalBytes.AsByteSize}",
                .. ProcessWording.HeaderOf(report.Coverage),
                .. report.Cuts.Select(cut => $"Cut {FieldsOf(cut)}: {Wording.Count(cut.References, "reference")}"
                    + (cut.Alone is { } alone && report is { Suggested: { } asked, Cuts.Count: > 1 } ? $"; alone it frees {Alone(alone, asked)}" : "")),
                $"{Wording.Count(report.Freed.Objects, "object")} would be freed: {report.Freed.Bytes.AsByteSize} ({Wording.Share(report.Freed.Bytes, report.TotalBytes)})",
            ],
            [TableColumn.Long("type"), TableColumn.Number("objects"), TableColumn.Bytes("bytes"), .. ShareColumns],
            [.. report.Freed.Types.Select(row => (IReadOnlyList<object>)[ambiguous.NameOf(row.Type), row.Objects, row.Bytes, .. Share(row.Bytes, report.Freed.Bytes)])],
            [
                .. Limit(report.Freed.Types.Count, report.TypeCount, "types"),
                .. report.Suggested is { } suggested ? (IEnumerable<Remark>)[Suggestion(suggested, report.Cuts.Count)] : [],
                .. report is { TargetsKept: > 0, Suggested: null }
                    ? (IEnumerable<Remark>)[Remark.With($"These references lead to {Wording.Count(report.TargetObjects, "reachable object")}; alive by other ways, which {Term.SeveralChains} shows: {report.TargetsKept:N0}")]
                    : [],
                .. Wording.GapsOf(report.Coverage),
            ])
        {
            Total = report.Freed.Types.Count == 0 ? null : ["total", report.Freed.Objects, report.Freed.Bytes, "", ""],
        };
    }

    private static Remark Suggestion(WhatIfSuggestion suggested, int cuts) =>
        suggested.Objects == 0 ? "None of the chosen objects is reachable: nothing keeps them, and the next full collection frees them."
        : suggested is { IsComplete: false } ? Remark.With($"{suggested.Freed:N0} of the {suggested.Objects:N0} chosen objects would go: not all ways to them can be cut, or there are too many. {Term.AllWays} shows them.")
        : suggested.IsFewest ? cuts == 1 ? $"That frees {Chosen(suggested)}." : $"Together they free {Chosen(suggested)}; no fewer cuts do."
        : $"Together they free {Chosen(suggested)}; perhaps fewer cuts do too.";

    private static string Alone(AnchorFreed alone, WhatIfSuggestion asked) => alone.Objects == 0 ? "nothing"
        : $"{Wording.Count(alone.Objects, "object")}, {alone.Bytes.AsByteSize}, with {(alone.Chosen == 0 ? "none" : $"{alone.Chosen:N0}")} of the {asked.Objects:N0} chosen";

    private static string Chosen(WhatIfSuggestion suggested) => suggested.Objects == 1 ? "the chosen object" : $"all {suggested.Objects:N0} chosen objects";

    private static string FieldsOf(WhatIfCut cut) => cut.Fields switch
    {
        [] => cut.Name.Printable,
        [var only] => only.Printable,
        { Count: <= MostFieldsNamed } => $"{cut.Name.Printable} ({string.Join(", ", cut.Fields.Select(field => field.Printable))})",
        _ => $"{cut.Name.Printable} ({cut.Fields.Count:N0} fields)",
    };
}

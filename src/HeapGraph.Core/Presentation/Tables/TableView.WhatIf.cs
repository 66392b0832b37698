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
                .. report.Cuts.Select(cut => $"Cut {FieldsOf(cut)}: {Wording.Count(cut.References, "reference")}"),
                $"{Wording.Count(report.Freed.Objects, "object")} would be freed: {report.Freed.Bytes.AsByteSize} ({Wording.Share(report.Freed.Bytes, report.TotalBytes)})",
            ],
            [TableColumn.Long("type"), TableColumn.Number("objects"), TableColumn.Bytes("bytes"), .. ShareColumns],
            [.. report.Freed.Types.Select(row => (IReadOnlyList<object>)[ambiguous.NameOf(row.Type), row.Objects, row.Bytes, .. Share(row.Bytes, report.Freed.Bytes)])],
            [
                .. Limit(report.Freed.Types.Count, report.TypeCount, "types"),
                .. report.TargetsKept > 0
                    ? (IEnumerable<Remark>)[Remark.With($"These references lead to {Wording.Count(report.TargetObjects, "reachable object")}; alive by other ways, which {Term.SeveralChains} shows: {report.TargetsKept:N0}")]
                    : [],
                .. Wording.GapsOf(report.Coverage),
            ])
        {
            Total = report.Freed.Types.Count == 0 ? null : ["total", report.Freed.Objects, report.Freed.Bytes, "", ""],
        };
    }

    private static string FieldsOf(WhatIfCut cut) => cut.Fields switch
    {
        [var only] => only.Printable,
        { Count: <= MostFieldsNamed } => $"{cut.Name.Printable} ({string.Join(", ", cut.Fields.Select(field => field.Printable))})",
        _ => $"{cut.Name.Printable} ({cut.Fields.Count:N0} fields)",
    };
}

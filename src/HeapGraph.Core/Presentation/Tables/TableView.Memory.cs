using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    private const int OwnersShown = 3, LeastShare = 1000;   // of the whole: smaller ones share a row

    /// <summary>The memory of a process by its owners.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="report">The memory.</param>
    /// <param name="words">How commands are named.</param>
    /// <param name="isShort">Whether ten lines must do.</param>
    /// <param name="isAll">Whether each stretch of addresses has a row of its own.</param>
    public static TableView Of(string target, MemoryReport report, IRemedyWords words, bool isShort, bool isAll) => new(
        [
            $"{target}: {WholeOf(report)}",
            .. ProcessWording.HeaderOf(report.Coverage),
            .. report.Container is { LimitBytes: not null } container ? (string[])[MemoryPartWording.Of(container)] : [],
            $"In short: {report.Verdicts[0].Title}",
        ],
        [
            .. isAll ? (TableColumn[])[TableColumn.Id("from"), TableColumn.Id("to")] : [],
            TableColumn.Bytes(report.ResidentBytes is null ? "in dump" : "resident"), .. ShareColumns,
            .. report.ResidentBytes is null ? [] : (TableColumn[])[TableColumn.Bytes("virtual", spare: 2)],
            .. report.SwappedBytes > 0 ? (TableColumn[])[TableColumn.Bytes("swapped", spare: 1)] : [],
            TableColumn.Long("what"), TableColumn.Long("whose most of it is") with { Spare = 1 },
        ],
        [.. (isAll ? AreasOf(report) : PartsOf(report, isShort)).Select(row => (IReadOnlyList<object>)[
            .. isAll ? (object[])[$"{row.Range.Start:x}", $"{row.Range.End:x}"] : [],
            row.Resident, .. Share(row.Resident, report.TotalBytes),
            .. report.ResidentBytes is null ? [] : (object[])[row.Virtual],
            .. report.SwappedBytes > 0 ? (object[])[row.Swapped] : [],
            row.What, row.Whose])],
        [
            .. report.ResidentBytes is null ? (Remark[])[Remark.With($"These are bytes that the dump holds, which whoever made it chose: not what was resident. {Term.WithResidence} tells that too.")] : [],
            .. isShort ? [] : report.Verdicts.Index().SelectMany(verdict => MemoryVerdictWording.LinesOf(verdict.Item, verdict.Index + 1, words)).Select(line => (Remark)line),
            .. Wording.GapsOf(report.Coverage),
        ])
    {
        Total = [
            .. isAll ? (object[])["", ""] : [], report.TotalBytes, "", "",
            .. report.ResidentBytes is null ? [] : (object[])[report.VirtualBytes], .. report.SwappedBytes > 0 ? (object[])[report.SwappedBytes] : [], "total", ""],
    };

    private static string WholeOf(MemoryReport report) => report.ResidentBytes is not { } resident
        ? $"{report.TotalBytes.AsByteSize} of memory in the dump"
        : string.Join(", ", (string[])
        [
            $"{resident.AsByteSize} resident",
            .. report.ProportionalBytes is > 0 and var share && share != resident ? (string[])[$"{share.AsByteSize} of it its own share (Pss)"] : [],
            $"{report.VirtualBytes.AsByteSize} of addresses in use",
            .. report.SwappedBytes > 0 ? (string[])[$"{report.SwappedBytes.AsByteSize} swapped out"] : [],
            .. report.HugePageBytes > 0 ? (string[])[$"{report.HugePageBytes.AsByteSize} in huge pages"] : [],
            .. report.HugePoolBytes > 0 ? (string[])[$"{report.HugePoolBytes.AsByteSize} more in huge pages of the pool, which do not count as resident"] : [],
        ]);

    private static IEnumerable<MemoryRow> PartsOf(MemoryReport report, bool isShort)
    {
        var rows = report.Parts.GroupBy(part => isShort ? MemoryPartWording.InShort(part.Kind) : MemoryPartWording.Of(part.Kind, part.Generation))
            .Select(parts => new MemoryRow(
                default, parts.Sum(part => part.ResidentBytes), parts.Sum(part => part.VirtualBytes), parts.Sum(part => part.SwappedBytes), parts.Key, OwnersOf([.. parts])))
            .OrderByDescending(row => row.Resident).ToLookup(row => isShort || (row.Resident + row.Swapped) * LeastShare >= report.TotalBytes);
        var small = rows[false].ToArray();
        return rows[true].Where(row => row.Resident > 0 || row.Swapped > 0).Concat(small.Length == 0 ? [] :
        [
            new MemoryRow(
                default, small.Sum(row => row.Resident), small.Sum(row => row.Virtual), small.Sum(row => row.Swapped), $"{small.Length:N0} more, each below {Wording.Share(1, LeastShare)}", ""),
        ]);
    }

    // What is reserved only has no memory.
    private static IEnumerable<MemoryRow> AreasOf(MemoryReport report) => report.Areas.Where(area => !area.IsReserved || area.Resident > 0).Select(area => new MemoryRow(
        area.Range, area.Resident, (long)area.Range.Bytes, area.Swapped,
        area.Kind == MemoryKind.Objects ? $"objects, garbage and holes{(area.Generation is { } generation ? $", {Wording.Of(generation)}" : "")}" : MemoryPartWording.Of(area.Kind),
        area.Owner?.Printable ?? ""));

    private static string OwnersOf(MemoryPart[] parts)
    {
        MemoryPart[] owned = [.. parts.Where(part => part.Owner is not null && part.ResidentBytes > 0).OrderByDescending(part => part.ResidentBytes)];
        var more = owned.Length - OwnersShown;
        return string.Join(", ", owned.Take(OwnersShown).Select(part => $"{MemoryPartWording.OwnerOf(part)} {part.ResidentBytes.AsByteSize}")) + (more > 0 ? $", {more:N0} more" : "");
    }

    private readonly record struct MemoryRow(Graph.AddressRange Range, long Resident, long Virtual, long Swapped, string What, string Whose);
}

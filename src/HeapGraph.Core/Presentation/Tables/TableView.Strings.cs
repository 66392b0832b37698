using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>Values of strings.</summary>
    public static TableView Of(string target, StringTable table) => new(
        [
            $"{target}: {table.TotalObjects:N0} strings among {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}, {Wording.Share(table.TotalBytes, table.HeapBytes)} of the heap",
            $"{Wording.Count(table.ValueCount, "different value")}; copies beyond the first of each waste {table.WastedBytes.AsByteSize}, {Wording.Share(table.WastedBytes, table.HeapBytes)} of the heap",
            .. ProcessWording.HeaderOf(table.Coverage),
            .. table.Pattern is { } pattern ? (string[])[$"Only: strings that match {pattern.Printable}"] : [],
        ],
        [
            TableColumn.Long("value"), TableColumn.Long("most are held by") with { Spare = 1 }, TableColumn.Number("count"), TableColumn.Number("length", spare: 3),
            TableColumn.Bytes("bytes each", spare: 2), TableColumn.Bytes("bytes wasted"),
        ],
        [.. table.Rows.Select(row => (IReadOnlyList<object>)[row.Value?.Printable ?? "(hidden)", HoldersOf(row), row.Objects, row.Length, row.Bytes, row.WastedBytes])],
        [.. LimitOf(table), .. Wording.GapsOf(table.Coverage)]);

    /// <summary>"field Order.Currency (1,200 of them); 1 literal".</summary>
    private static string HoldersOf(StringRow row) => string.Join("; ", (IEnumerable<string>)
    [
        .. row.HeldBy is { } place ? (string[])[row.Held == row.Objects ? place.Printable : $"{place.Printable} ({row.Held:N0} of them)"] : [],
        .. row.Interned > 0 ? (string[])[row.Objects == 1 ? "interned" : $"{row.Interned:N0} interned"] : [],
        .. row.Literals > 0 ? (string[])[row.Objects == 1 ? "literal" : Wording.Count(row.Literals, "literal")] : [],
    ]);

    private static Remark[] LimitOf(StringTable table) => table.Rows.Count < table.ValueCount
        ? [Remark.With($"{table.Rows.Count:N0} of {table.ValueCount:N0} values shown; all of them: {Term.NoLimit}")] : [];
}

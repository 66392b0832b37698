using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>Objects grouped by a value.</summary>
    public static TableView Of(string target, GroupTable table) => new(
        [
            $"{target}: {table.TotalObjects:N0} {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}, {Wording.Count(table.GroupCount, "different value")} of {table.Path.Printable}",
            .. ProcessWording.HeaderOf(table.Coverage), .. FilterWording.HeaderOf(table.Filter), .. FilterWording.MissingFrom(table.Missing),
        ],
        [
            TableColumn.Long(table.Path), TableColumn.Number("objects"), TableColumn.Bytes("bytes", spare: table.HasRetainedBytes ? 1 : 0),
            .. table.HasRetainedBytes ? (IEnumerable<TableColumn>)[TableColumn.Bytes("retained bytes")] : [],
        ],
        [.. table.Rows.Select(row => (IReadOnlyList<object>)[TextOf(row), row.Objects, row.Bytes, .. row.RetainedBytes is { } retained ? (object[])[retained] : []])],
        [.. Limit(table.Rows.Count, table.GroupCount, "values"), .. Wording.GapsOf(table.Coverage)])
    {
        Total = table.Rows.Count == 0 ? null : ["total", table.TotalObjects, table.TotalBytes, .. table.HasRetainedBytes ? [""] : (object[])[]],
    };

    private static string TextOf(ValueGroup group) => group.MissingFrom is { } path ? $"(no {path.Printable})" : group.Value switch { null => "(hidden)", "?" => "(?)", var value => value.Printable };
}

using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>The cells of a table as people read them: numbers with separators, the sizes of a column in one unit.</summary>
/// <param name="view">The table.</param>
internal sealed class ReadableCells(TableView view)
{
    private readonly ByteUnit[] _units = [.. view.Columns.Select((column, index) => column.Kind == ColumnKind.Bytes
        ? ByteUnit.Of(view.AllRows.Select(row => BytesIn(row[index])).DefaultIfEmpty().Max())
        : default)];

    /// <summary>One cell.</summary>
    public string this[int column, object cell] => (cell, view.Columns[column].Kind) switch
    {
        (long bytes, ColumnKind.Bytes) => _units[column].TextOf(bytes),
        (SignedNumber change, ColumnKind.Bytes) => (change.Value > 0 ? "+" : "") + _units[column].TextOf(change.Value),
        (long number, _) => $"{number:N0}",
        (SignedNumber change, _) => change.WithSign,
        _ => (cell.ToString() ?? "").Printable,
    };

    private static long BytesIn(object cell) => Math.Abs(cell switch
    {
        long bytes => bytes,
        SignedNumber change => change.Value,
        _ => 0,
    });
}

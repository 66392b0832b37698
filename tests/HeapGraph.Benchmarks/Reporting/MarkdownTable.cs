namespace HeapGraph.Benchmarks.Reporting;

/// <summary>A markdown table that lines up as plain text too: the first column to the left, the others to the right.</summary>
internal static class MarkdownTable
{
    public static string Of(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max()).ToArray();
        var ruler = widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":");
        return string.Concat(rows.Prepend([.. ruler]).Prepend(headers).Select(row => Line(row, widths)));
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |\n";
}

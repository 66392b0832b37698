using System.Globalization;
using System.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A table for spreadsheets (RFC 4180) and for issue trackers (markdown).</summary>
internal static class DelimitedText
{
    // What spreadsheets take for the beginning of a formula, in the wide letters of Asia too.
    private const string FormulaMarks = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Writes comma-separated values with a header row; what is for people (<see cref="TableColumn.IsForPeople"/>, the total) and the sentences
    /// around the table are left out. Text that a spreadsheet would run as a formula begins with an apostrophe: names are chosen by others.</summary>
    public static void WriteCsv(TextWriter output, TableView view)
    {
        int[] columns = [.. Enumerable.Range(0, view.Columns.Count).Where(column => !view.Columns[column].IsForPeople)];
        output.Write(string.Join(',', columns.Select(column => Quoted(view.Columns[column].Name))) + "\r\n");   // our own words
        foreach (var row in view.Rows)
        {
            output.Write(string.Join(',', columns.Select(column => CellOf(row[column]))) + "\r\n");
        }

        static string CellOf(object cell) => cell switch
        {
            SignedNumber change => $"{change.Value}",
            string or FittedName => Quoted(Inert($"{cell}".Printable)),
            _ => Quoted($"{cell}"),
        };

        static string Inert(string text) =>
            text.Length > 1 && FormulaMarks.Contains(text[0], StringComparison.Ordinal) && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? $"'{text}" : text;

        static string Quoted(string cell) =>
            cell.AsSpan().IndexOfAny(",;\"") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Writes a pipe table with its sentences.</summary>
    public static void WriteMarkdown(TextWriter output, TableView view)
    {
        foreach (var line in view.Header)
        {
            output.Write($"**{Escaped(line)}**\n\n");
        }

        var cells = new ReadableCells(view);
        output.Write($"| {string.Join(" | ", view.Columns.Select(column => column.Name))} |\n");
        output.Write($"| {string.Join(" | ", view.Columns.Select(column => column.IsNumber ? "---:" : "---"))} |\n");
        foreach (var row in view.AllRows)
        {
            output.Write($"| {string.Join(" | ", row.Select((cell, column) => Escaped(cells[column, cell])))} |\n");
        }

        foreach (var line in view.FooterLines)
        {
            output.Write($"\n{Escaped(line)}\n");
        }
    }

    /// <summary>Text on one line that markdown shows as it is.</summary>
    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text.Printable)
        {
            escaped.Append("\\|<>*_`[]&#".Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter);
        }

        return escaped.ToString();
    }
}

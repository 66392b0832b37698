using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A table for the terminal.</summary>
internal static class TableText
{
    /// <summary>Writes the table; colours and width are the console's.</summary>
    public static void Write(IAnsiConsole console, TableView view)
    {
        foreach (var line in view.Header)
        {
            console.MarkupLineInterpolated($"[bold]{line.Printable}[/]");
        }

        if (view.Rows.Count > 0)
        {
            console.Write(TableOf(view, console.Profile.Capabilities.Unicode));
        }

        foreach (var line in view.FooterLines)
        {
            console.WriteLine(line.Printable);
        }
    }

    /// <summary>A cell as people read it.</summary>
    internal static string TextOf(object cell) => cell switch
    {
        long number => $"{number:N0}",
        SignedNumber change => change.WithSign,
        _ => (cell.ToString() ?? "").Printable,
    };

    private static Table TableOf(TableView view, bool hasUnicode)
    {
        var table = new Table().Border(hasUnicode ? TableBorder.Simple : TableBorder.Ascii);
        for (var column = 0; column < view.Columns.Count; column++)
        {
            var name = Markup.Escape(view.Columns[column]);

            // Numbers are never broken, so their headings are: "objects" above "before".
            table.AddColumn(column < view.FirstNumber
                ? new TableColumn(name)
                : new TableColumn(string.Join('\n', name.Split(' ', 2))).RightAligned().NoWrap());
        }

        foreach (var row in view.Rows)
        {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(cell is Sparkline curve && !hasUnicode ? curve.Ascii : TextOf(cell), StyleOf(cell))));
        }

        return table;
    }

    private static Style StyleOf(object cell) => cell switch
    {
        SignedNumber { Value: > 0 } => new Style(Color.Red),
        SignedNumber { Value: < 0 } => new Style(Color.Green),
        _ => Style.Plain,
    };
}

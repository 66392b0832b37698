using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;
using TableColumnHeading = Spectre.Console.TableColumn;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A table for the terminal.</summary>
internal static class TableText
{
    /// <summary>Writes the table; colours and width are the console's.</summary>
    public static void Write(IAnsiConsole console, TableView view)
    {
        foreach (var line in view.Header)
        {
            console.WriteHanging(line.Printable, new Style(decoration: Decoration.Bold));
        }

        if (view.Rows.Count > 0)
        {
            var layout = new TableLayout(view, console.Profile.Width, console.Profile.Capabilities.Unicode);
            console.Write(TableOf(view, layout, console.Profile.Capabilities.Unicode));
            if (layout.LeftOut.Count > 0)
            {
                console.WriteHanging($"No room at this width for: {string.Join(", ", layout.LeftOut)}");
            }
        }

        foreach (var line in view.FooterLines)
        {
            console.WriteHanging(line.Printable);
        }
    }

    private static Table TableOf(TableView view, TableLayout layout, bool hasUnicode)
    {
        var table = new Table().Border(hasUnicode ? TableBorder.Simple : TableBorder.Ascii);
        foreach (var column in layout.Columns)
        {
            var heading = new TableColumnHeading(Markup.Escape(string.Join('\n', layout.HeadingOf(column)))).Padding(0, 1);
            table.AddColumn(view.Columns[column].IsNumber ? heading.RightAligned().NoWrap()
                : view.Columns[column].Kind == ColumnKind.Long ? heading : heading.NoWrap());
        }

        var cells = layout.Columns.ToDictionary(column => column, column => layout.CellsOf(column).ToArray());
        foreach (var (number, row) in view.AllRows.Index())
        {
            if (view.Total is not null && number == view.Rows.Count)
            {
                table.AddEmptyRow();
            }

            table.AddRow(layout.Columns.Select(column => new Spectre.Console.Text(cells[column][number], StyleOf(row[column]))));
        }

        return table;
    }

    private static Style StyleOf(object cell) => cell switch
    {
        SignedNumber { Value: > 0 } => new Style(Color.Red),
        SignedNumber { Value: < 0 } => new Style(Color.Green),
        ShareBar => new Style(Color.Blue),
        _ => Style.Plain,
    };
}

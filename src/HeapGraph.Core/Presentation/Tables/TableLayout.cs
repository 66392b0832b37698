using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A table as it fits a width: numbers first and names last, fewer columns where there is no room for all, names without
/// namespaces where they are too long, and then with their type arguments cut.</summary>
internal sealed class TableLayout
{
    private const int Between = 2, Edges = 2;   // what TableText's padding and border take
    private const int LeastForNames = 28;

    private readonly TableView _view;
    private readonly ReadableCells _cells;
    private readonly bool _hasUnicode;
    private readonly int[] _natural;

    public TableLayout(TableView view, int width, bool hasUnicode)
    {
        (_view, _cells, _hasUnicode) = (view, new ReadableCells(view), hasUnicode);
        _natural = [.. Enumerable.Range(0, view.Columns.Count).Select(WidthOf)];
        var columns = Enumerable.Range(0, view.Columns.Count).OrderBy(column => OrderOf(view.Columns[column].Kind)).ToList();
        var left = new List<int>();
        while (RoomForNames(columns, width) < NamesWant(columns) && columns.Where(column => view.Columns[column].Spare > 0).ToArray() is { Length: > 0 } spare)
        {
            var least = spare.OrderByDescending(column => view.Columns[column].Spare).ThenBy(column => column).First();
            columns.Remove(least);
            left.Add(least);
        }

        Columns = columns;
        LeftOut = [.. left.Order().Select(column => view.Columns[column].Name).Where(name => name.Length > 0)];
        var (names, room) = (LongColumns(columns), RoomForNames(columns, width));
        foreach (var column in names)
        {
            var others = names.Where(other => other != column).Sum(other => Math.Min(_natural[other], room / 2));
            RoomByColumn[column] = Math.Max(LeastForNames / 2, room - others);
        }
    }

    /// <summary>Indices of the columns to show, in this order.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>The names of the columns that there is no room for.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    private Dictionary<int, int> RoomByColumn { get; } = [];

    /// <summary>The cells of a column, from the first row to the last.</summary>
    public IEnumerable<string> CellsOf(int column)
    {
        var rows = _view.AllRows.Select(row => row[column]);
        if (!RoomByColumn.TryGetValue(column, out var room))
        {
            return rows.Select(cell => TextOf(column, cell));
        }

        var isShort = _natural[column] > room;
        return rows.Select(cell => (cell is FittedName name && isShort ? name.Short.Printable : TextOf(column, cell)).WithoutArgumentsBeyond(room));
    }

    /// <summary>The lines of a column's heading: "objects" above "before", since numbers are never broken.</summary>
    public string[] HeadingOf(int column) => _view.Columns[column] is { IsNumber: true, Name: var name } ? name.Split(' ', 2) : [_view.Columns[column].Name];

    private static int OrderOf(ColumnKind kind) => kind == ColumnKind.Bytes ? (int)ColumnKind.Number : (int)kind;

    private string TextOf(int column, object cell) => cell switch
    {
        Sparkline curve when !_hasUnicode => curve.Ascii,
        ShareBar bar when !_hasUnicode => bar.Ascii,
        _ => _cells[column, cell],
    };

    private int WidthOf(int column) => _view.AllRows.Select(row => TextOf(column, row[column])).Concat(HeadingOf(column)).Max(text => text.Length);

    private int[] LongColumns(IEnumerable<int> columns) => [.. columns.Where(column => _view.Columns[column].Kind == ColumnKind.Long)];

    private int RoomForNames(List<int> columns, int width) =>
        width - Edges - (columns.Count * Between) - columns.Where(column => _view.Columns[column].Kind != ColumnKind.Long).Sum(column => _natural[column]);

    private int NamesWant(List<int> columns) => LongColumns(columns) is { Length: > 0 } names ? Math.Min(LeastForNames * names.Length, names.Sum(column => _natural[column])) : 0;
}

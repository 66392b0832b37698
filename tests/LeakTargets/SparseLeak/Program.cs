// 20 Sheet objects whose arrays of 10,000 cells hold 50 Cell each: 1.6 MB of empty slots. Each step adds five.
//
//   static Book.Sheets -> List<Sheet> -> Sheet[] -> [i] -> Sheet -> Cells -> Cell[10000] -> [200 n] -> Cell
Book.Add(20);
TargetConsole.Serve(args, () => Book.Add(5));

static class Book
{
    static readonly List<Sheet> Sheets = [];

    public static int Add(int count)
    {
        for (var added = 0; added < count; added++)
        {
            Sheets.Add(new Sheet());
        }

        return Sheets.Count;
    }
}

class Sheet
{
    public readonly Cell?[] Cells = new Cell?[10_000];

    public Sheet()
    {
        for (var row = 0; row < Cells.Length; row += 200)
        {
            Cells[row] = new Cell();
        }
    }
}

class Cell;

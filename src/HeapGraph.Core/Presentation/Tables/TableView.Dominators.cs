using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>What keeps how much alive: every row of the tree with its level, or one row per type, assembly or namespace.</summary>
    public static TableView Of(string target, DominatorTable table, bool shortNames)
    {
        var isTree = table.By == DominatorRowKind.Object;
        var rows = table.Rows.SelectMany(row => WithLevels(row, 1)).ToList();
        var ambiguous = new AmbiguousNames(rows.Select(row => row.Row.Type).OfType<HeapType>().Distinct(), shortNames);
        return new TableView(
            [
                $"{target}: {table.TotalObjects:N0} reachable objects, {table.TotalBytes.AsByteSize}",
                .. ProcessWording.HeaderOf(table.Coverage),
                .. table.Under is { } under
                    ? (IEnumerable<string>)[$"Below {Wording.NameOf(under.Type!, shortNames)} {under.Address:x}, which retains {under.RetainedBytes.AsByteSize} ({Wording.Share(under.RetainedBytes, table.TotalBytes)})"]
                    : [],
            ],
            [
                .. isTree
                    ? [TableColumn.Long("type"), TableColumn.Id("address"), TableColumn.Long("root"), TableColumn.Number("level")]
                    : (IEnumerable<TableColumn>)[TableColumn.Long(table.By.ToString().ToLowerInvariant())],
                TableColumn.Number("objects"), TableColumn.Bytes("bytes", spare: 2), TableColumn.Bytes("retained bytes"), TableColumn.Number("share", spare: 1),
                TableColumn.Text("") with { Spare = 3, IsForPeople = true },
            ],
            [.. rows.Select(row => (IReadOnlyList<object>)[
                row.Row.Type is { } type ? ambiguous.NameOf(type) : Wording.NameOf(table.By, row.Row.Group!),
                .. isTree ? [row.Row.Objects == 1 ? $"{row.Row.Address:x}" : "", row.Row.Root is { } root ? Wording.Of(root) : "", (long)row.Level] : (object[])[],
                row.Row.Objects, row.Row.Bytes, row.Row.RetainedBytes, .. Share(row.Row.RetainedBytes, table.TotalBytes)])],
            [.. MissingFrom(table), .. Wording.GapsOf(table.Coverage)]);
    }

    private static IEnumerable<(DominatorRow Row, int Level)> WithLevels(DominatorRow row, int level) =>
        [(row, level), .. row.Children.SelectMany(child => WithLevels(child, level + 1))];

    private static IEnumerable<Remark> MissingFrom(DominatorTable table)
    {
        if (table.RowCount == 0)
        {
            yield return table.Under is null ? "Nothing is reachable." : "It keeps no other object alive by itself.";
        }
        else if (table.Rows.Count < table.RowCount)
        {
            yield return Remark.With($"{table.Rows.Count:N0} of {table.RowCount:N0} rows shown; all of them: {Term.NoLimit}");
        }

        if (table.UnreachableTypes is [var most, ..] && table.Under is null)
        {
            yield return $"Not in the tree: {table.UnreachableObjects:N0} unreachable objects, {table.UnreachableBytes.AsByteSize}"
                + $", of which {Wording.NameOf(most.Type, shorten: true)} {most.Bytes.AsByteSize}";
            if (table.Garbage is { Objects: > 1 } garbage)
            {
                yield return GarbageWording.OwnersOf(garbage, shorten: true);
            }
        }
    }
}

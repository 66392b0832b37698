using System.Collections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Paths from a root on which there were more objects in each heap. As a text it is the table of <c>heapgraph growth --by path</c>.</summary>
public sealed class HeapPathGrowth : HeapResult, IReadOnlyList<PathGrowthRow>
{
    internal HeapPathGrowth(PathGrowthTable table)
        : base(table.Snapshots[^1].Target) => Table = table;

    /// <summary>The rows, and the heaps that were compared, oldest first.</summary>
    public PathGrowthTable Table { get; }

    /// <summary>How many paths are listed.</summary>
    public int Count => Table.Rows.Count;

    /// <summary>One path.</summary>
    /// <param name="index">Its place, from 0.</param>
    public PathGrowthRow this[int index] => Table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<PathGrowthRow> GetEnumerator() => Table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => Table.Rows switch
    {
        [] => new NextCommand.Suspects(),
        [{ Path: { RootKind: HeapRootKind.Static, RootName: { } held } }, ..] => new NextCommand.HeldByField(held),
        [var most, ..] => NextCommand.ChainsTo(most.Path.Type.Name),
    };

    internal override TableView View(bool shortNames) => TableView.Of(Table, shortNames);

    internal override string Json() => JsonResult.Of(Table);
}

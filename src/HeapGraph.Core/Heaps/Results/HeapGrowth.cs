using System.Collections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Types that changed between heaps. As a text it is the table of <c>heapgraph growth</c>.</summary>
public sealed class HeapGrowth : HeapResult, IReadOnlyList<GrowthRow>
{
    internal HeapGrowth(GrowthTable table)
        : base(table.Snapshots[^1].Target) => Table = table;

    /// <summary>The rows, and the heaps that were compared, oldest first.</summary>
    public GrowthTable Table { get; }

    /// <summary>How many types are listed.</summary>
    public int Count => Table.Rows.Count;

    /// <summary>One type.</summary>
    /// <param name="index">Its place, from 0.</param>
    public GrowthRow this[int index] => Table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<GrowthRow> GetEnumerator() => Table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => Table.Rows.Count == 0 ? new NextCommand.Suspects() : new NextCommand.PathsThatGrew([.. Table.Snapshots.Select(snapshot => snapshot.Target)]);

    internal override TableView View(bool shortNames) => TableView.Of(Table, shortNames);

    internal override string Json() => JsonResult.Of(Table);
}

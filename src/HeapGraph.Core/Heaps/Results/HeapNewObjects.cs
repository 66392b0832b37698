using System.Collections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>How many objects of each type were not there before. As a text it is the table of <c>heapgraph growth --new-objects</c>.</summary>
public sealed class HeapNewObjects : HeapResult, IReadOnlyList<NewObjectRow>
{
    internal HeapNewObjects(NewObjectTable table)
        : base(table.Snapshots[^1].Target) => Table = table;

    /// <summary>The rows, and the two heaps that were compared.</summary>
    public NewObjectTable Table { get; }

    /// <summary>How many types are listed.</summary>
    public int Count => Table.Rows.Count;

    /// <summary>One type.</summary>
    /// <param name="index">Its place, from 0.</param>
    public NewObjectRow this[int index] => Table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<NewObjectRow> GetEnumerator() => Table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => new NextCommand.PathsThatGrew([.. Table.Snapshots.Select(snapshot => snapshot.Target)]);

    internal override TableView View(bool shortNames) => TableView.Of(Table, shortNames);

    internal override string Json() => JsonResult.Of(Table);
}

using System.Collections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Objects grouped by the value that a path leads to. As a text it is the table of <c>heapgraph common --by PATH</c>.</summary>
public sealed class HeapGroups : HeapResult, IReadOnlyList<ValueGroup>
{
    private readonly GroupTable _table;

    internal HeapGroups(string target, GroupTable table)
        : base(target) => _table = table;

    /// <summary>The path that they are grouped by.</summary>
    public string Path => _table.Path;

    /// <summary>How many groups are listed.</summary>
    public int Count => _table.Rows.Count;

    /// <summary>How many groups there are, listed or not.</summary>
    public int GroupCount => _table.GroupCount;

    /// <summary>One group.</summary>
    /// <param name="index">Its place, from 0.</param>
    public ValueGroup this[int index] => _table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<ValueGroup> GetEnumerator() => _table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => new NextCommand.Dominators();

    internal override TableView View(bool shortNames) => TableView.Of(Target, _table);

    internal override string Json() => JsonResult.Of(Target, _table);
}

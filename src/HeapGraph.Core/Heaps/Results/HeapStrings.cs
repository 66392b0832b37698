using System.Collections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>The values of a heap's strings. As a text it is the table of <c>heapgraph strings</c>.</summary>
public sealed class HeapStrings : HeapResult, IReadOnlyList<StringRow>
{
    private readonly StringTable _table;

    internal HeapStrings(string target, StringTable table)
        : base(target) => _table = table;

    /// <summary>How many values are listed.</summary>
    public int Count => _table.Rows.Count;

    /// <summary>How many different values there are, listed or not.</summary>
    public long ValueCount => _table.ValueCount;

    /// <summary>How many strings there are.</summary>
    public long TotalObjects => _table.TotalObjects;

    /// <summary>Their sizes added up.</summary>
    public long TotalBytes => _table.TotalBytes;

    /// <summary>Bytes of all but one string of each value.</summary>
    public long WastedBytes => _table.WastedBytes;

    /// <summary>One value.</summary>
    /// <param name="index">Its place, from 0.</param>
    public StringRow this[int index] => _table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<StringRow> GetEnumerator() => _table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => _table.Rows is [var first, ..] ? new NextCommand.ReferrersOf(first.Address) : null;

    internal override TableView View(bool shortNames) => TableView.Of(Target, _table);

    internal override string Json() => JsonResult.Of(Target, _table);
}

using System.Collections;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Objects grouped by the value that a path leads to. As a text it is the table of <c>heapgraph common --by PATH</c>.</summary>
public sealed class HeapGroups : HeapResult, IReadOnlyList<ValueGroup>
{
    private readonly GroupTable _table;

    internal HeapGroups(string target, GroupTable table)
        : base(target) => _table = table;

    /// <summary>The reachable objects of some types by a value, without a graph.</summary>
    /// <param name="reading">The heap.</param>
    /// <param name="wants">Of some types which are wanted, by type index.</param>
    /// <param name="options">What the table shows.</param>
    /// <param name="unreachable">How many more there are of these types that nothing keeps alive.</param>
    /// <returns>Null where it takes a graph.</returns>
    internal static HeapGroups? OfTypes(HeapReading reading, Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, GroupOptions options, out long unreachable)
    {
        var others = 0L;
        var table = options is not { Scope: ObjectScope.Reachable, Sort: not GroupSort.Retained } ? null : reading.WithObjectsOf("Grouping by value", wants, found =>
        {
            others = found.Unreachable;
            return ValueGroups.Of(found, options, reading.Cancellation);
        });
        unreachable = others;
        return table is null ? null : new HeapGroups(reading.Name, table with { Filter = reading.Filter }) { Words = reading.Words };
    }

    /// <summary>The path that they are grouped by.</summary>
    public string Path => _table.Path;

    /// <summary>How many groups are listed.</summary>
    public int Count => _table.Rows.Count;

    /// <summary>How many groups there are, listed or not.</summary>
    public int GroupCount => _table.GroupCount;

    /// <summary>How many objects are in all groups, listed or not.</summary>
    internal long Objects => _table.TotalObjects;

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

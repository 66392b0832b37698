using System.Collections;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Types with their number of objects and bytes. As a text it is the table of <c>heapgraph common</c>.</summary>
public sealed class HeapTypes : HeapResult, IReadOnlyList<TypeTableRow>
{
    internal HeapTypes(string target, TypeTable table)
        : base(target) => Table = table;

    /// <summary>The rows with their totals, and what could not be read.</summary>
    public TypeTable Table { get; }

    /// <summary>How many types are listed.</summary>
    public int Count => Table.Rows.Count;

    /// <summary>One type.</summary>
    /// <param name="index">Its place, from 0.</param>
    public TypeTableRow this[int index] => Table.Rows[index];

    /// <inheritdoc/>
    public IEnumerator<TypeTableRow> GetEnumerator() => Table.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => ResidentMemory.Of(Table.Coverage) is { IsMostlyNative: true } ? new NextCommand.Memory()
        : Table.Rows.FirstOrDefault(row => FrameworkNames.IsOwn(row.Type)) is { } own && Table.Scope == ObjectScope.Reachable
        ? NextCommand.ChainsTo(own.Type.Name)
        : new NextCommand.Dominators();

    internal override TableView View(bool shortNames) => TableView.Of(Target, Table, shortNames);

    internal override string Json() => JsonResult.Of(Target, Table);
}

using System.Diagnostics;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A result as rows and columns: what the terminal, CSV and markdown all show.</summary>
/// <param name="Header">Sentences above the table.</param>
/// <param name="Columns">The columns, in the order of CSV and markdown.</param>
/// <param name="Rows">The cells: text, <see cref="FittedName"/>, <see cref="long"/>, <see cref="SignedNumber"/>, or what is drawn.</param>
/// <param name="Footer">Sentences below: what is not shown, what could not be read.</param>
internal sealed partial record TableView(
    IReadOnlyList<string> Header, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<object>> Rows, IReadOnlyList<Remark> Footer)
{
    /// <summary>What all rows add up to, those too that a limit leaves out: a row of its own below the others, for people; null for none.</summary>
    public IReadOnlyList<object>? Total { get; init; }

    /// <summary>The rows, and the total behind them.</summary>
    public IEnumerable<IReadOnlyList<object>> AllRows => Total is null ? Rows : Rows.Append(Total);

    /// <summary>How the sentences below name what can be set.</summary>
    public IRemedyWords Words { get; init; } = LibraryWords.Instance;

    /// <summary>The <see cref="Footer"/> in these words.</summary>
    public IEnumerable<string> FooterLines => Footer.Select(remark => remark.In(Words));

    /// <summary>Types with what they take of the heap.</summary>
    public static TableView Of(string target, TypeTable table, bool shortNames)
    {
        var ambiguous = new AmbiguousNames(table.Rows.Select(row => row.Type), shortNames);
        return new TableView(
            [
                $"{target}: {table.TotalObjects:N0} {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}, {table.TypeCount:N0} types",
                .. ProcessWording.HeaderOf(table.Coverage),
                .. MemoryWording.HeaderOf(table.Coverage, table.Scope == ObjectScope.Reachable && table.Filter.IsEmpty ? table.TotalBytes : table.Coverage.BytesTotal),
                .. FilterWording.HeaderOf(table.Filter),
            ],
            [
                TableColumn.Long("type"), TableColumn.Number("objects"), TableColumn.Bytes("bytes", spare: table.HasRetainedBytes ? 2 : 0),
                .. table.HasRetainedBytes ? (IEnumerable<TableColumn>)[TableColumn.Bytes("retained bytes")] : [], .. ShareColumns,
            ],
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                ambiguous.NameOf(row.Type), row.Objects, row.Bytes, .. row.RetainedBytes is { } retained ? (object[])[retained] : [],
                .. Share(row.RetainedBytes ?? row.Bytes, table.TotalBytes)])],
            [.. Limit(table.Rows.Count, table.TypeCount, "types"), .. Free(table), .. Wording.GapsOf(table.Coverage)])
        {
            Total = table.Rows.Count == 0 ? null : ["total", table.TotalObjects, table.TotalBytes, .. table.HasRetainedBytes ? [""] : (object[])[], "", ""],
        };
    }

    /// <summary>Single objects.</summary>
    public static TableView Of(string target, ObjectTable table, bool shortNames)
    {
        var ambiguous = new AmbiguousNames(table.Rows.Select(row => row.Type).Distinct(), shortNames);
        return new TableView(
            [
                $"{target}: {table.TotalObjects:N0} {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}",
                .. ProcessWording.HeaderOf(table.Coverage),
                .. table.IsOfUnreferenced ? (IEnumerable<string>)["Only those that no other object refers to."] : [],
                .. FilterWording.HeaderOf(table.Filter),
                .. table.Retained is { } freed ? (IEnumerable<string>)[$"If all of them went, {Wording.Count(freed.Objects, "object")} would be freed: {freed.Bytes.AsByteSize}."] : [],
            ],
            [
                TableColumn.Id("address"), TableColumn.Long("type"), TableColumn.Text("generation") with { Spare = 2 }, TableColumn.Long("value"),
                .. table.Selected.Select(TableColumn.Long), TableColumn.Bytes("bytes", spare: table.HasRetainedBytes ? 1 : 0),
                .. table.HasRetainedBytes ? (IEnumerable<TableColumn>)[TableColumn.Bytes("retained bytes")] : [],
            ],
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                $"{row.Address:x}", ambiguous.NameOf(row.Type), row.Generation is { } generation ? Wording.Of(generation) : "", row.Value?.Printable ?? "",
                .. row.Fields.Select(field => field?.Printable ?? ""), row.Bytes,
                .. row.RetainedBytes is { } retained ? (object[])[retained] : []])],
            [
                .. Limit(table.Rows.Count, table.TotalObjects, "objects"),
                .. table.Garbage is { } garbage ? GarbageWording.Of(garbage, shortNames).Select(sentence => (Remark)sentence) : [],
                .. Wording.GapsOf(table.Coverage),
            ]);
    }

    /// <summary>The arrows of a neighbourhood.</summary>
    public static TableView Of(string target, ReferenceNeighborhood neighborhood, bool shortNames) => new(
        [target, .. FilterWording.HeaderOf(neighborhood.Filter)],
        [TableColumn.Long("from"), TableColumn.Id("from address"), TableColumn.Long("via"), TableColumn.Long("to"), TableColumn.Id("to address")],
        [.. neighborhood.Edges.Select(edge => (IReadOnlyList<object>)[
            .. Cells(neighborhood, neighborhood.Nodes[edge.From], shortNames), $"{edge.Label?.Printable}{(edge.Strength == ReferenceStrength.Weak ? " (weak)" : "")}", .. Cells(neighborhood, neighborhood.Nodes[edge.To], shortNames)])],
        [.. Wording.MissingFrom(neighborhood)]);

    /// <summary>The steps of chains, each chain after the line of what it begins at.</summary>
    public static TableView Of(string target, ChainReport report, bool shortNames) => new(
        [target, .. FilterWording.HeaderOf(report.Filter)],
        [
            TableColumn.Id("object"), TableColumn.Id("chain"), TableColumn.Id("step"), TableColumn.Long("via"), TableColumn.Long("type"), TableColumn.Id("address"),
            TableColumn.Long("value"), TableColumn.Bytes("bytes"),
        ],
        [.. report.Objects.SelectMany(found => found.Chains.SelectMany((chain, number) => (IEnumerable<IReadOnlyList<object>>)[
            .. chain.From is null ? (IEnumerable<IReadOnlyList<object>>)[[$"{found.Object.Address:x}", $"{number + 1}", "0", "", Wording.Of(chain.Root), "", "", ""]] : [],
            .. chain.Objects.Select((step, index) => (IReadOnlyList<object>)[
                $"{found.Object.Address:x}", $"{number + 1}", $"{(chain.From is null ? index + 1 : index)}", string.Join(", ", step.Via.Select(label => label.Printable)),
                Wording.NameOf(step.Type, shortNames), $"{step.Address:x}", step.Value?.Printable ?? "", step.Bytes])]))],
        [
            .. report.Objects.Where(found => found.Chains.Count == 0).Select(found => Remark.With(
                $"{Wording.NameOf(found.Object.Type, shortNames)} {found.Object.Address:x}: {Wording.WithoutChain(report, found)}; {Wording.Count(found.ReferrerCount, "object")} {(found.ReferrerCount == 1 ? "refers" : "refer")} to it.")),
            .. LeakWording.Of(report.Filled).Select(line => (Remark)line),
            .. Wording.MissingFrom(report, shortNames),
        ]);

    private static string[] Cells(ReferenceNeighborhood neighborhood, NeighborhoodNode node, bool shortNames) => node switch
    {
        ObjectNode shown => [Wording.NameOf(shown.Type, shortNames), $"{shown.Address:x}"],
        RootNode { Root: var root } => [Wording.Of(root), ""],
        MoreNode more => [Wording.FoldOf(more, neighborhood.Direction, shortNames), ""],
        _ => throw new UnreachableException(),
    };

    private static TableColumn[] ShareColumns => [TableColumn.Number("share", spare: 1) with { IsForPeople = true }, TableColumn.Text("") with { Spare = 3, IsForPeople = true }];

    private static object[] Share(long part, long whole) => [Wording.Share(part, whole), new ShareBar(part, whole)];

    private static Remark[] Limit(int shown, long all, string what) => shown < all ? [Remark.With($"{shown:N0} of {all:N0} {what} shown; all of them: {Term.NoLimit}")] : [];

    private static string[] Free(TypeTable table) => table.Coverage.FreeBytes > 0 && table.Scope == ObjectScope.All
        ? [$"Free space between objects: {table.Coverage.FreeBytes.AsByteSize} in {table.Coverage.FreeBlocks:N0} blocks"] : [];
}

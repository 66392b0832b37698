using System.Diagnostics;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A result as rows and columns: what the terminal, CSV and markdown all show.</summary>
/// <param name="Header">Sentences above the table.</param>
/// <param name="Columns">Column names; those from <paramref name="FirstNumber"/> on hold numbers.</param>
/// <param name="FirstNumber">Index of the first column of numbers.</param>
/// <param name="Rows">The cells: text, <see cref="long"/> or <see cref="SignedNumber"/>.</param>
/// <param name="Footer">Sentences below: what is not shown, what could not be read.</param>
internal sealed partial record TableView(
    IReadOnlyList<string> Header, IReadOnlyList<string> Columns, int FirstNumber, IReadOnlyList<IReadOnlyList<object>> Rows, IReadOnlyList<Remark> Footer)
{
    /// <summary>How the sentences below name what can be set.</summary>
    public IRemedyWords Words { get; init; } = LibraryWords.Instance;

    /// <summary>The <see cref="Footer"/> in these words.</summary>
    public IEnumerable<string> FooterLines => Footer.Select(remark => remark.In(Words));

    /// <summary>Types by number of objects.</summary>
    public static TableView Of(string target, TypeTable table, bool shortNames)
    {
        var ambiguous = AmbiguousNames(table.Rows.Select(row => row.Type), shortNames);
        return new TableView(
            [$"{target}: {table.TotalObjects:N0} {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}, {table.TypeCount:N0} types", .. FilterWording.HeaderOf(table.Filter)],
            ["type", "objects", "bytes", .. table.HasRetainedBytes ? (IEnumerable<string>)["retained bytes"] : []],
            1,
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                NameOf(row.Type, shortNames, ambiguous), row.Objects, row.Bytes, .. row.RetainedBytes is { } retained ? (object[])[retained] : []])],
            [.. Limit(table.Rows.Count, table.TypeCount, "types"), .. Free(table), .. Wording.GapsOf(table.Coverage)]);
    }

    /// <summary>Single objects.</summary>
    public static TableView Of(string target, ObjectTable table, bool shortNames)
    {
        var ambiguous = AmbiguousNames(table.Rows.Select(row => row.Type).Distinct(), shortNames);
        return new TableView(
            [
                $"{target}: {table.TotalObjects:N0} {Wording.Of(table.Scope)}, {table.TotalBytes.AsByteSize}",
                .. table.IsOfUnreferenced ? (IEnumerable<string>)["Only those that no other object refers to."] : [],
                .. FilterWording.HeaderOf(table.Filter),
                .. table.Retained is { } freed ? (IEnumerable<string>)[$"If all of them went, {Wording.Count(freed.Objects, "object")} would be freed: {freed.Bytes.AsByteSize}."] : [],
            ],
            ["address", "type", "generation", "value", "bytes", .. table.HasRetainedBytes ? (IEnumerable<string>)["retained bytes"] : []],
            4,
            [.. table.Rows.Select(row => (IReadOnlyList<object>)[
                $"{row.Address:x}", NameOf(row.Type, shortNames, ambiguous), row.Generation is { } generation ? Wording.Of(generation) : "", row.Value?.Printable ?? "", row.Bytes,
                .. row.RetainedBytes is { } retained ? (object[])[retained] : []])],
            [.. Limit(table.Rows.Count, table.TotalObjects, "objects"), .. Wording.GapsOf(table.Coverage)]);
    }

    /// <summary>The arrows of a neighbourhood.</summary>
    public static TableView Of(string target, ReferenceNeighborhood neighborhood, bool shortNames) => new(
        [target, .. FilterWording.HeaderOf(neighborhood.Filter)],
        ["from", "from address", "via", "to", "to address"],
        5,
        [.. neighborhood.Edges.Select(edge => (IReadOnlyList<object>)[
            .. Cells(neighborhood, neighborhood.Nodes[edge.From], shortNames), $"{edge.Label?.Printable}{(edge.Strength == ReferenceStrength.Weak ? " (weak)" : "")}", .. Cells(neighborhood, neighborhood.Nodes[edge.To], shortNames)])],
        [.. Wording.MissingFrom(neighborhood)]);

    /// <summary>The steps of chains, each chain after the line of what it begins at.</summary>
    public static TableView Of(string target, ChainReport report, bool shortNames) => new(
        [target, .. FilterWording.HeaderOf(report.Filter)],
        ["object", "chain", "step", "via", "type", "address", "value", "bytes"],
        7,
        [.. report.Objects.SelectMany(found => found.Chains.SelectMany((chain, number) => (IEnumerable<IReadOnlyList<object>>)[
            .. chain.From is null ? (IEnumerable<IReadOnlyList<object>>)[[$"{found.Object.Address:x}", $"{number + 1}", "0", "", Wording.Of(chain.Root), "", "", ""]] : [],
            .. chain.Objects.Select((step, index) => (IReadOnlyList<object>)[
                $"{found.Object.Address:x}", $"{number + 1}", $"{(chain.From is null ? index + 1 : index)}", string.Join(", ", step.Via.Select(label => label.Printable)),
                Wording.NameOf(step.Type, shortNames), $"{step.Address:x}", step.Value?.Printable ?? "", step.Bytes])]))],
        [
            .. report.Objects.Where(found => found.Chains.Count == 0).Select(found => Remark.With(
                $"{Wording.NameOf(found.Object.Type, shortNames)} {found.Object.Address:x}: {Wording.WithoutChain(report, found)}; {Wording.Count(found.ReferrerCount, "object")} {(found.ReferrerCount == 1 ? "refers" : "refer")} to it.")),
            .. Wording.MissingFrom(report, shortNames),
        ]);

    private static string[] Cells(ReferenceNeighborhood neighborhood, NeighborhoodNode node, bool shortNames) => node switch
    {
        ObjectNode shown => [Wording.NameOf(shown.Type, shortNames), $"{shown.Address:x}"],
        RootNode { Root: var root } => [Wording.Of(root), ""],
        MoreNode more => [Wording.FoldOf(more, neighborhood.Direction, shortNames), ""],
        _ => throw new UnreachableException(),
    };

    private static HashSet<string> AmbiguousNames(IEnumerable<HeapType> types, bool shortNames) =>
        [.. types.GroupBy(type => Wording.NameOf(type, shortNames)).Where(same => same.Count() > 1).Select(same => same.Key)];

    private static string NameOf(HeapType type, bool shortNames, HashSet<string> ambiguous) =>
        Wording.NameOf(type, shortNames) is var name && ambiguous.Contains(name) ? $"{Wording.NameOf(type, shorten: false)} ({type.AssemblyName.Printable})" : name;

    private static Remark[] Limit(int shown, long all, string what) => shown < all ? [Remark.With($"{shown:N0} of {all:N0} {what} shown; all of them: {Term.NoLimit}")] : [];

    private static string[] Free(TypeTable table) => table.Coverage.FreeBytes > 0 && table.Scope == ObjectScope.All
        ? [$"Free space between objects: {table.Coverage.FreeBytes.AsByteSize} in {table.Coverage.FreeBlocks:N0} blocks"] : [];
}

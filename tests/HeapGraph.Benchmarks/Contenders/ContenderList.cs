namespace HeapGraph.Benchmarks.Contenders;

/// <summary>Who runs on a dump.</summary>
internal static class ContenderList
{
    private static readonly string[] Json = ["--format", "json", "--no-progress"];

    /// <summary>Everyone, in the order of the tables: of the first form of HeapGraph all commands, of others that were chosen those that show what
    /// sets them apart.</summary>
    public static IReadOnlyList<Contender> For(Programs programs, HeapDump dump) =>
    [
        new(ContenderKind.PlainRead, "plain read", programs.Loops, ["read", dump.Path]),
        new(ContenderKind.ClrMdObjects, "ClrMD EnumerateObjects", programs.Loops, ["clrmd-objects", dump.Path]),
        new(ContenderKind.ClrMdReferences, "ClrMD EnumerateReferences", programs.Loops, ["clrmd-references", dump.Path]),
        new(ContenderKind.ClrMdAddresses, "ClrMD EnumerateReferenceAddresses", programs.Loops, ["clrmd-addresses", dump.Path]),
        new(ContenderKind.ClrMdRoot, "ClrMD GCRoot", programs.Loops, ["clrmd-root", dump.Path]),
        .. programs.Tools.Where(tool => tool.IsChosen).SelectMany((tool, index) => Commands(tool, dump, isFirst: index == 0)),
    ];

    /// <summary>Who shows what a start takes: on a heap so small that nothing else counts.</summary>
    public static IReadOnlyList<Contender> OfStart(Programs programs, HeapDump dump) =>
    [
        new(ContenderKind.ClrMdObjects, "ClrMD EnumerateObjects", programs.Loops, ["clrmd-objects", dump.Path]),
        .. programs.Tools.Select(tool => Of(tool, ContenderKind.Version, "--version")),
        .. programs.Tools.Select(tool => Of(tool, ContenderKind.Common, "common", [dump.Path, .. Json])),
    ];

    private static IEnumerable<Contender> Commands(Tool tool, HeapDump dump, bool isFirst)
    {
        yield return Of(tool, ContenderKind.CommonAll, "common --all", [dump.Path, .. Json]);
        yield return Of(tool, ContenderKind.Common, "common", [dump.Path, .. Json]);
        if (isFirst)
        {
            yield return Of(tool, ContenderKind.Backrefs, "backrefs", [dump.Path, "--address", dump.LastNode, .. Json]);
        }

        yield return Of(tool, ContenderKind.Dominators, "dominators", [dump.Path, .. Json]);
        if (isFirst)
        {
            yield return Of(tool, ContenderKind.Triage, "triage", [dump.Path, .. Json]);
        }
    }

    private static Contender Of(Tool tool, ContenderKind kind, string command, params IEnumerable<string> arguments) =>
        new(kind, $"heapgraph {command}, {tool.Form}", tool.Program, [.. command.Split(' '), .. arguments], tool);
}

namespace HeapGraph.Benchmarks.Contenders;

/// <summary>Who runs on a dump.</summary>
internal static class ContenderList
{
    /// <summary>Everyone, in the order of the tables.</summary>
    public static IReadOnlyList<Contender> For(Programs programs, HeapDump dump)
    {
        string[] json = ["--format", "json", "--no-progress"];
        List<Contender> all =
        [
            new(ContenderKind.PlainRead, "plain read", programs.Loops, ["read", dump.Path]),
            new(ContenderKind.ClrMdObjects, "ClrMD EnumerateObjects", programs.Loops, ["clrmd-objects", dump.Path]),
            new(ContenderKind.ClrMdReferences, "ClrMD EnumerateReferences", programs.Loops, ["clrmd-references", dump.Path]),
            new(ContenderKind.ClrMdAddresses, "ClrMD EnumerateReferenceAddresses", programs.Loops, ["clrmd-addresses", dump.Path]),
            new(ContenderKind.ClrMdRoot, "ClrMD GCRoot", programs.Loops, ["clrmd-root", dump.Path]),
            new(ContenderKind.CommonAll, "heapgraph common --all", programs.Tool, ["common", dump.Path, "--all", .. json]),
            new(ContenderKind.Common, "heapgraph common", programs.Tool, ["common", dump.Path, .. json]),
            new(ContenderKind.Backrefs, "heapgraph backrefs", programs.Tool, ["backrefs", dump.Path, "--address", dump.LastNode, .. json]),
        ];
        if (programs.HasCommand("dominators"))
        {
            all.Add(new(ContenderKind.Dominators, "heapgraph dominators", programs.Tool, ["dominators", dump.Path, .. json]));
        }

        if (programs.HasCommand("triage"))
        {
            all.Add(new(ContenderKind.Triage, "heapgraph triage", programs.Tool, ["triage", dump.Path, .. json]));
        }

        return all;
    }

    /// <summary>Who shows what a start takes: on a heap so small that nothing else counts.</summary>
    public static IReadOnlyList<Contender> OfStart(Programs programs, HeapDump dump) =>
        [.. For(programs, dump).Where(one => one.Kind is ContenderKind.ClrMdObjects or ContenderKind.CommonAll)];
}

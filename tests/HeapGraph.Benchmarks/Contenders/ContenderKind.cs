namespace HeapGraph.Benchmarks.Contenders;

/// <summary>What a contender does with the dump, in the order of the tables.</summary>
internal enum ContenderKind
{
    /// <summary>Reads the file.</summary>
    PlainRead,

    /// <summary>ClrMD: counts every object by type.</summary>
    ClrMdObjects,

    /// <summary>ClrMD: enumerates the references of every object, as objects.</summary>
    ClrMdReferences,

    /// <summary>ClrMD: enumerates the references of every object, as addresses.</summary>
    ClrMdAddresses,

    /// <summary>ClrMD: visits everything from the roots.</summary>
    ClrMdRoot,

    /// <summary>HeapGraph: says which version it is, and reads nothing.</summary>
    Version,

    /// <summary>HeapGraph: counts every object by type.</summary>
    CommonAll,

    /// <summary>HeapGraph: counts what the roots reach by type.</summary>
    Common,

    /// <summary>HeapGraph: the referrers of one object.</summary>
    Backrefs,

    /// <summary>HeapGraph: the dominator tree.</summary>
    Dominators,

    /// <summary>HeapGraph: every inspection for leaks.</summary>
    Triage,
}

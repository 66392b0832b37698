namespace HeapGraph;

/// <summary>What memory of a process is for.</summary>
public enum MemoryKind
{
    /// <summary>Objects that a GC root keeps alive.</summary>
    Objects,

    /// <summary>Objects that nothing keeps alive any more: the next collection of their generation frees them.</summary>
    Garbage,

    /// <summary>Free space between objects, and what threads have got to allocate in and not used yet.</summary>
    FreeSpace,

    /// <summary>Parts of the heap whose objects could not be read.</summary>
    UnreadHeap,

    /// <summary>Objects of frozen segments, as literals: never collected.</summary>
    FrozenObjects,

    /// <summary>Memory that the collector has, and keeps for objects to come.</summary>
    Kept,

    /// <summary>The collector's own tables: card tables, mark array, region map, handle tables.</summary>
    GcBookkeeping,

    /// <summary>Loader heaps: what the runtime knows of assemblies, types and methods.</summary>
    LoaderHeaps,

    /// <summary>Code that was compiled at run time.</summary>
    Code,

    /// <summary>The runtime's stubs: small pieces of code that lead to methods.</summary>
    Stubs,

    /// <summary>Files of managed assemblies.</summary>
    Assemblies,

    /// <summary>Programs and native libraries.</summary>
    Libraries,

    /// <summary>Stacks of threads.</summary>
    Stacks,

    /// <summary>The C library's heap: blocks of <c>malloc</c>, also those of the runtime itself.</summary>
    Malloc,

    /// <summary>Large blocks of <c>malloc</c>, which the C library maps by themselves.</summary>
    MallocBlocks,

    /// <summary>Other files that are mapped.</summary>
    MappedFiles,

    /// <summary>Memory that can be shared with other processes and has no file.</summary>
    SharedMemory,

    /// <summary>What nobody is known to own.</summary>
    Unknown,
}

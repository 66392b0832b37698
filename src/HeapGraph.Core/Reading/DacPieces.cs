namespace HeapGraph;

/// <summary>What the runtime's own library (DAC) is asked for, piece by piece. On a target where it crashes on one, the others can be read.</summary>
[Flags]
public enum DacPieces
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The GC handles. Left out, they are read from the runtime's handle tables alone, and every ref-counted handle counts as holding its object.</summary>
    Handles = 1,

    /// <summary>The queue of objects that wait for their finalizers. Left out, what only that queue keeps counts as unreachable.</summary>
    FinalizerQueue = 1 << 1,

    /// <summary>Which static fields there are. Left out, what they hold counts as held by GC handles, without the fields' names.</summary>
    StaticFields = 1 << 2,

    /// <summary>Where a thread has static fields of its own; needed for .NET 8 only. Left out, what they hold counts as held by GC handles, without the
    /// fields' names.</summary>
    ThreadStaticFields = 1 << 3,

    /// <summary>The walk of the stacks. Left out, every value on a stack that is an object's address counts as a root.</summary>
    StackWalks = 1 << 4,

    /// <summary>The names that the program gave its threads. Left out, threads have numbers only.</summary>
    ThreadNames = 1 << 5,

    /// <summary>Names of types. Left out, types appear by the addresses of their MethodTables.</summary>
    TypeNames = 1 << 6,

    /// <summary>Which types can be unloaded. Left out, a load context that only its objects keep counts as unreachable.</summary>
    LoadContexts = 1 << 7,

    /// <summary>Names of fields and values of objects. Left out, references have no names, and findings that take them are missing.</summary>
    FieldNames = 1 << 8,

    /// <summary>Which assembly the program is. Left out, the program has no name.</summary>
    ProgramName = 1 << 9,

    /// <summary>Which objects are locked, and by which threads; asked for <see cref="Heap.Threads"/> only. Left out, no thread holds a lock.</summary>
    Locks = 1 << 10,

    /// <summary>Where the runtime's own memory lies; asked for <see cref="Heap.Memory"/> only. Left out, loader heaps, code and the collector's tables are
    /// not told apart from other native memory.</summary>
    RuntimeMemory = 1 << 11,
}

using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph;

/// <summary>What keeps how much alive: the top of a dominator tree, or sums over all of it.</summary>
/// <param name="By">What one row stands for.</param>
/// <param name="Rows">The rows, the most retained first, ties by name.</param>
/// <param name="RowCount">Number of rows before any limit.</param>
/// <param name="TotalObjects">All reachable objects.</param>
/// <param name="TotalBytes">Their bytes.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed partial record DominatorTable(
    DominatorRowKind By,
    IReadOnlyList<DominatorRow> Rows,
    int RowCount,
    long TotalObjects,
    long TotalBytes,
    HeapCoverage Coverage)
{
    /// <summary>The object below which the rows stand; null at the top of the tree.</summary>
    public DominatorRow? Under { get; init; }

    /// <summary>Objects that stand in no tree.</summary>
    public long UnreachableObjects { get; init; }

    /// <summary>Their bytes.</summary>
    public long UnreachableBytes { get; init; }

    /// <summary>The types of which most of these bytes are, as many as there may be rows.</summary>
    public IReadOnlyList<TypeTableRow> UnreachableTypes { get; init; } = [];

    /// <summary>Where these lie and what they hang on; null where there are none, and below one object.</summary>
    public GarbageReport? Garbage { get; init; }
}

/// <summary>What a row of a <see cref="DominatorTable"/> stands for.</summary>
public enum DominatorRowKind
{
    /// <summary>Objects of one type right below the same object; one that outweighs all others together is a row of its own.</summary>
    Object,

    /// <summary>All objects of a type.</summary>
    Type,

    /// <summary>All objects whose types one assembly declares.</summary>
    Assembly,

    /// <summary>All objects whose types stand in one namespace.</summary>
    Namespace,
}

/// <summary>One row.</summary>
/// <param name="Type">The type of its objects; null for assemblies and namespaces.</param>
/// <param name="Group">The name of an assembly or namespace, which may be empty; null for types.</param>
/// <param name="Objects">How many objects it stands for.</param>
/// <param name="Bytes">Their sizes added up (shallow).</param>
/// <param name="RetainedBytes">What a collection would free for each of them, added up without double counting.</param>
public sealed record DominatorRow(HeapType? Type, string? Group, long Objects, long Bytes, long RetainedBytes)
{
    /// <summary>The address of the object, or of the one that retains most when there are several; 0 for sums over the whole tree.</summary>
    public ulong Address { get; init; }

    /// <summary>What the object at <see cref="Address"/> retains.</summary>
    public long LargestRetainedBytes { get; init; }

    /// <summary>Whether it is one object in which many come together: it retains much, and none of what it holds retains most
    /// of that (Eclipse MAT's accumulation point).</summary>
    public bool IsAccumulationPoint { get; init; }

    /// <summary>The GC root that refers to each of the objects, where it is one and the same; otherwise null.</summary>
    public HeapRoot? Root { get; init; }

    /// <summary>How many GC roots refer to the object; 0 where there are several objects.</summary>
    public int RootCount { get; init; }

    /// <summary>What stands right below its objects, folded by type; empty where nothing does, or beyond the depth asked for.</summary>
    public IReadOnlyList<DominatorRow> Children { get; init; } = [];

    /// <summary>How many more children there are that are not shown.</summary>
    public int HiddenChildren { get; init; }

    /// <summary>What the hidden children retain.</summary>
    public long HiddenRetainedBytes { get; init; }
}

/// <summary>How much of the tree a table shows.</summary>
internal sealed record DominatorTableOptions
{
    /// <summary>What one row stands for.</summary>
    public DominatorRowKind By { get; init; }

    /// <summary>Rows at the top, and below each row; 0 for all.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Levels of the tree.</summary>
    public int MaxDepth { get; init; } = 3;

    /// <summary>Of what the table shows in all, the hundredths that a row below the first level must hold to be shown,
    /// unless there is no limit; and that an object must hold to be a row of its own among others of its type.</summary>
    public int MinPercent { get; init; } = 1;

    /// <summary>The object below which to look; the top of the tree by default.</summary>
    public int Under { get; init; } = DominatorTree.VirtualRoot;
}

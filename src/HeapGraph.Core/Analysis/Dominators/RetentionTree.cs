namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>A dominator tree folded for pictures and profilers: below each GC root what it alone keeps alive, equal siblings
/// as one node. Nothing is lost: what is too small or too deep is summed up, so that a node's own bytes and what its
/// children retain add up to what it retains.</summary>
/// <param name="Top">The whole heap, or the object below which to look.</param>
/// <param name="TotalObjects">All reachable objects.</param>
/// <param name="TotalBytes">Their bytes.</param>
/// <param name="Options">What was folded away.</param>
/// <param name="Coverage">What could not be read.</param>
internal sealed partial record RetentionTree(
    RetentionNode Top, long TotalObjects, long TotalBytes, RetentionTreeOptions Options, HeapCoverage Coverage);

/// <summary>Objects of one type that hang on the same node.</summary>
/// <param name="Kind">What the node stands for.</param>
/// <param name="Objects">How many objects it stands for itself; a list of objects of one type, each holding the next, is one node.</param>
/// <param name="Bytes">Their sizes added up (shallow).</param>
/// <param name="RetainedObjects">Number of objects of the node and of all below it.</param>
/// <param name="RetainedBytes">Their bytes.</param>
/// <param name="Children">What hangs on it: the most retained first, what is folded away last.</param>
internal sealed record RetentionNode(
    RetentionKind Kind, long Objects, long Bytes, long RetainedObjects, long RetainedBytes, IReadOnlyList<RetentionNode> Children)
{
    /// <summary>The type of its objects; null where they are of several.</summary>
    public HeapType? Type { get; init; }

    /// <summary>The GC root; for <see cref="RetentionKind.Root"/> alone.</summary>
    public HeapRoot? Root { get; init; }

    /// <summary>The address of the object when it is one alone, otherwise 0.</summary>
    public ulong Address { get; init; }
}

/// <summary>What a <see cref="RetentionNode"/> stands for.</summary>
internal enum RetentionKind
{
    /// <summary>All that is reachable.</summary>
    Heap,

    /// <summary>A GC root, or all roots of a kind that have no names.</summary>
    Root,

    /// <summary>What several roots hold, or objects below several roots, so that it hangs on none of them alone.</summary>
    Shared,

    /// <summary>Objects of one type.</summary>
    Objects,

    /// <summary>The sum of what is too small, or too deep, to be a node.</summary>
    Others,
}

/// <summary>What is folded away.</summary>
internal sealed record RetentionTreeOptions
{
    /// <summary>Of the bytes at the top, the hundredths that a node must retain to be shown.</summary>
    public double MinPercent { get; init; } = 0.1;

    /// <summary>Levels below the top.</summary>
    public int MaxDepth { get; init; } = 60;

    /// <summary>The object at the top; the whole heap by default.</summary>
    public int Under { get; init; } = DominatorTree.VirtualRoot;

    /// <summary>What is shown when nothing is said: of boxes no more than can be read.</summary>
    /// <param name="isPicture">Whether it becomes boxes, rather than a flame graph or a profile.</param>
    /// <param name="under">The object at the top.</param>
    /// <param name="minPercent">What a node must retain; null for the usual.</param>
    /// <param name="maxDepth">Levels; null for the usual.</param>
    public static RetentionTreeOptions For(bool isPicture, int under, double? minPercent = null, int? maxDepth = null)
    {
        var usual = isPicture ? new RetentionTreeOptions { MinPercent = new DominatorTableOptions().MinPercent, MaxDepth = 5 } : new RetentionTreeOptions();
        return usual with { Under = under, MinPercent = minPercent ?? usual.MinPercent, MaxDepth = maxDepth ?? usual.MaxDepth };
    }
}

namespace HeapGraph.Core.Analysis.References;

/// <summary>How far a neighbourhood reaches.</summary>
internal sealed record NeighborhoodOptions
{
    /// <summary>Which way to follow references.</summary>
    public ReferenceDirection Direction { get; init; }

    /// <summary>Steps from a target, at most.</summary>
    public int MaxDepth { get; init; } = 3;

    /// <summary>Neighbours shown per node, at most. Of more, some of each type are shown; the rest is folded into one
    /// node per type.</summary>
    public int TooMany { get; init; } = 10;

    /// <summary>Neighbours of one type get this part of <see cref="TooMany"/> at most.</summary>
    internal int LargestPart { get; init; } = FairChoice.LargestPart;

    /// <summary>Nodes shown, at most.</summary>
    public int MaxNodes { get; init; } = 300;

    /// <summary>Types that are left out, with what lies behind them. By type index.</summary>
    public Func<int, bool>? ExcludesType { get; init; }

    /// <summary>Objects that are left out, with what lies behind them. By object number.</summary>
    public Func<int, bool>? ExcludesObject { get; init; }

    /// <summary>The objects that may be shown besides the targets: the reachable ones, as a rule. Null for all.</summary>
    public ObjectSet? Reachable { get; init; }

    /// <summary>Types that stand out. By type index.</summary>
    public Func<int, bool>? HighlightsType { get; init; }

    /// <summary>Whether a collection and what it holds are neighbours, the arrays and nodes that it keeps its elements in
    /// passed over: see <see cref="Collections.CollectionNeighbors"/> for those that are shown all the same.</summary>
    public bool SkipsInnerNodes { get; init; }

    /// <summary>Ends the walk.</summary>
    public CancellationToken Cancellation { get; init; }
}

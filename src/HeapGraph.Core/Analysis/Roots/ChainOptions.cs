using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>What a report of chains holds.</summary>
internal sealed record ChainOptions
{
    /// <summary>More objects of a chain than are looked at by people, to whom it is shown folded.</summary>
    public const int MostLookedAt = 20_000;

    /// <summary>Chains that are known and only to be told; null to look for them.</summary>
    public IReadOnlyList<ReferenceChain>? Known { get; init; }

    /// <summary>Chains per object, at most.</summary>
    public int Paths { get; init; } = 1;

    /// <summary>Referrers shown of an object without a chain, at most.</summary>
    public int TooMany { get; init; } = 10;

    /// <summary>The objects that chains begin at, by object number; null for the GC roots.</summary>
    public IReadOnlyList<int>? From { get; init; }

    /// <summary>References of a chain, at most, that of its root included; 0 for any number.</summary>
    public int MaxDepth { get; init; }

    /// <summary>The references that chains may lead along; null for all.</summary>
    public ReferencesLeft? Left { get; init; }

    /// <summary>The objects that are asked about, with all that lead to them and to the ConditionalWeakTables; null for any. What is outside has no chain.</summary>
    public ObjectSet? Within { get; init; }

    /// <summary>Types that no chain may lead through. By type index; null for none.</summary>
    public Func<int, bool>? ExcludesType { get; init; }

    /// <summary>Objects that no chain may lead through. By object number; null for none.</summary>
    public Func<int, bool>? ExcludesObject { get; init; }

    /// <summary>Types that stand out. By type index.</summary>
    public Func<int, bool>? HighlightsType { get; init; }

    /// <summary>Whether chains lead from a collection straight to what it holds, passing over the arrays and nodes that it
    /// keeps its elements in.</summary>
    public bool SkipsInnerNodes { get; init; }

    /// <summary>Objects of a chain that get names and values, at most; of a longer one those in the middle have none, and none are
    /// passed over.</summary>
    public int MostNamed { get; init; } = int.MaxValue;

    /// <summary>Whether each object's referrers are counted, which takes <see cref="GraphParts.Referrers"/>.</summary>
    public bool CountsReferrers { get; init; }

    /// <summary>Whether an object may be alive and have no chain.</summary>
    internal bool MayMissChains => From is not null || MaxDepth > 0 || ExcludesType is not null || ExcludesObject is not null;
}

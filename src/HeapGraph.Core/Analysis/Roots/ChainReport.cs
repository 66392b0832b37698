using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph;

/// <summary>Why some objects are alive.</summary>
/// <param name="Objects">The objects that were asked about, in that order.</param>
/// <param name="ChosenObjects">How many objects matched the choice; the report may show fewer (the limit).</param>
/// <param name="Coverage">What could not be read.</param>
public sealed partial record ChainReport(IReadOnlyList<ObjectChains> Objects, int ChosenObjects, HeapCoverage Coverage)
{
    /// <summary>How many objects the chains could begin at; null when at the GC roots.</summary>
    public int? FromObjects { get; init; }

    /// <summary>References of the longest chain that was looked for; 0 when of any length.</summary>
    public int MaxDepth { get; init; }

    /// <summary>What was left out of the choice.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;
}

/// <summary>Why one object is alive, or that nothing keeps it alive.</summary>
/// <param name="Object">The object.</param>
/// <param name="Chains">Its chains, the shortest first; none when no root reaches it (or only through what was left out).</param>
/// <param name="AskedFor">How many chains were wanted.</param>
public sealed record ObjectChains(ChainStep Object, IReadOnlyList<ReferenceChain> Chains, int AskedFor)
{
    /// <summary>Whether a root reaches it: where there is no chain, by another way than those that were asked for.</summary>
    public bool IsReachable { get; init; } = true;

    /// <summary>Of an object without a chain, the first of those that refer to it all the same: of a reachable one
    /// those that are reachable too.</summary>
    public IReadOnlyList<ObjectReferrer> Referrers { get; init; } = [];

    /// <summary>Of an object without a chain, how many such there are.</summary>
    public int ReferrerCount { get; init; }

    /// <summary>The size of those that are not among <see cref="Referrers"/>.</summary>
    public long HiddenReferrerBytes { get; init; }
}

/// <summary>An object that refers to one without a chain.</summary>
/// <param name="Object">The referrer.</param>
/// <param name="Via">Names of its slots, in slot order.</param>
public sealed record ObjectReferrer(ChainStep Object, IReadOnlyList<string> Via)
{
    /// <summary>Whether it would not keep the object alive, though it be alive itself.</summary>
    public bool IsWeak { get; init; }
}

/// <summary>What a report of chains holds.</summary>
internal sealed record ChainOptions
{
    /// <summary>More objects of a chain than are looked at by people, to whom it is shown folded.</summary>
    public const int MostLookedAt = 20_000;

    /// <summary>Chains per object, at most.</summary>
    public int Paths { get; init; } = 1;

    /// <summary>Referrers shown of an object without a chain, at most.</summary>
    public int TooMany { get; init; } = 10;

    /// <summary>The objects that chains begin at, by object number; null for the GC roots.</summary>
    public IReadOnlyList<int>? From { get; init; }

    /// <summary>References of a chain, at most, that of its root included; 0 for any number.</summary>
    public int MaxDepth { get; init; }

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

    /// <summary>Of the objects that a user chose those to explain: between objects those with the shortest chains, else the first.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="chosen">All of them.</param>
    /// <param name="limit">How many to explain, at most.</param>
    /// <param name="cancellation">Ends the search.</param>
    public IReadOnlyList<int> Nearest(ObjectGraph graph, IReadOnlyList<int> chosen, int limit, CancellationToken cancellation = default) =>
        From is null || chosen.Count <= limit ? [.. chosen.Take(limit)] : ChainFinder.For(graph, this).NearestOf(chosen, limit, cancellation);

    /// <summary>Whether an object may be alive and have no chain.</summary>
    internal bool MayMissChains => From is not null || MaxDepth > 0 || ExcludesType is not null || ExcludesObject is not null;
}

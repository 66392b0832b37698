using HeapGraph.Core.Analysis;

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

    /// <summary>Who fills the static fields at which the chains begin, and the collections in fields of the program's own that they pass; those of which
    /// nothing is known are left out, and what is beyond the first 30 fields.</summary>
    public IReadOnlyList<FilledField> Filled { get; init; } = [];

    /// <summary>The independent ways in which the objects are kept, one for each chain; null unless they were asked for.</summary>
    public AnchorReport? Anchors { get; init; }

    /// <summary>What of all chosen objects nothing keeps alive; null where that is one object or none.</summary>
    public GarbageReport? Garbage { get; init; }

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

    /// <summary>Of an object that no root reaches, where it lies and what it hangs on; null for others.</summary>
    public GarbageReport? Garbage { get; init; }

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
public sealed record ObjectReferrer(ChainStep Object, IReadOnlyList<SlotLabel> Via)
{
    /// <summary>Whether it would not keep the object alive, though it be alive itself.</summary>
    public bool IsWeak { get; init; }
}

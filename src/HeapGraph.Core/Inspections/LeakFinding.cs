using HeapGraph.Core.Inspections;

namespace HeapGraph;

/// <summary>One leak suspect, in words for people who do not know the program's insides.</summary>
/// <param name="Id">The same in every dump and build as long as the suspect references are the same: see <see cref="LeakFingerprint"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">What is wrong, in one sentence.</param>
/// <param name="RetainedBytes">What a collection would free if it were mended.</param>
/// <param name="Objects">How many objects have piled up.</param>
public sealed record LeakFinding(string Id, LeakSeverity Severity, string Title, long RetainedBytes, long Objects)
{
    /// <summary>The rule that found it; <see cref="HeapTriage.Explain"/> tells of it.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What sort of trouble it is.</summary>
    public LeakKind Kind { get; init; }

    /// <summary>How sure it is that something is wrong.</summary>
    public LeakCertainty Certainty { get; init; }

    /// <summary>Why it is that sure, and no surer, in one sentence.</summary>
    public string Because { get; init; } = "";

    /// <summary>What the judgement rests on, a sentence with numbers each.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>From how much on it is a suspect, in one sentence.</summary>
    public required string Threshold { get; init; }

    /// <summary>Why one of the objects is alive; null when there is no one chain to show.</summary>
    public ReferenceChain? Chain { get; init; }

    /// <summary>The step of <see cref="Chain"/> that the suspect reference leads to; for step 0 that is the root. -1: none.</summary>
    public int SuspectStep { get; init; } = -1;

    /// <summary>Which methods of the program fill the field that the suspect reference is, or the collection in it; null where it is no field of
    /// the program's own, where nothing is known of it, and for findings beyond the first 20 fields.</summary>
    public FilledIn? FilledIn { get; init; }

    /// <summary>What to change in the program.</summary>
    public required string Remedy { get; init; }

    /// <summary>What to ask next.</summary>
    public required NextCommand Next { get; init; }

    /// <summary>Whether it looks like something in order: ranked behind all that may not be.</summary>
    internal bool IsInOrder { get; init; }

    /// <summary>How it compares with a baseline; null without one.</summary>
    internal LeakTrend? Trend { get; init; }

    /// <summary>Objects that this finding explains: a plainer finding about one of them says less and is left out.</summary>
    internal IEnumerable<int> Explained { get; init; } = [];

    /// <summary>Of a plain finding, the objects to look for among those that others explain.</summary>
    internal IReadOnlyList<int> About { get; init; } = [];
}

/// <summary>What sort of trouble a finding is.</summary>
public enum LeakKind
{
    /// <summary>Many objects in one place. One heap alone does not tell a leak from a cache or a backlog.</summary>
    PiledUp,

    /// <summary>Objects that the program has no more use for, by what they or the runtime say of them, and that are held all the same.</summary>
    Leaked,

    /// <summary>Memory in use that need not be: equal copies, empty slots, holes.</summary>
    Wasted,
}

/// <summary>How sure a finding is.</summary>
public enum LeakCertainty
{
    /// <summary>It may well be in order: a cache or a backlog looks the same.</summary>
    Possible,

    /// <summary>Something speaks for a leak, and nothing against one.</summary>
    Likely,

    /// <summary>The heap itself shows that something is wrong.</summary>
    Certain,
}

/// <summary>How much a finding matters; the thresholds are those of <see cref="LeakThresholds.SeverityOf"/>.</summary>
public enum LeakSeverity
{
    /// <summary>Worth knowing.</summary>
    Low,

    /// <summary>Worth a look.</summary>
    Medium,

    /// <summary>Likely the reason why memory grows.</summary>
    High,
}

using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Grouping;

/// <summary>What a table of groups shows.</summary>
/// <param name="Path">What the objects are grouped by.</param>
/// <param name="Scope">Which objects count.</param>
/// <param name="Sort">The order.</param>
/// <param name="Limit">How many groups; 0 for all.</param>
internal sealed record GroupOptions(ValuePath Path, ObjectScope Scope, GroupSort Sort, int Limit)
{
    /// <summary>Whether it may be that none of the objects has a field that the path names.</summary>
    public bool MayBeUnknown { get; init; }

    /// <summary>Letters of a text, at most.</summary>
    public int MaxLetters { get; init; } = 100;
}

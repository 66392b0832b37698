namespace HeapGraph.Core.Analysis;

/// <summary>What came of a condition.</summary>
/// <param name="Condition">As it was typed.</param>
/// <param name="Holding">The objects for which it holds.</param>
/// <param name="Count">How many these are.</param>
/// <param name="Asked">Of how many it was asked.</param>
/// <param name="Missing">Where it could not be told, which counts as not holding.</param>
internal sealed record ConditionOutcome(string Condition, ObjectSet Holding, long Count, long Asked, IReadOnlyList<MissingValues> Missing)
{
    /// <summary>The outcome of this condition and of one that was asked of what this one left.</summary>
    public ConditionOutcome And(ConditionOutcome then) => new($"({Condition}) and ({then.Condition})", then.Holding, then.Count, Asked, [.. Missing, .. then.Missing]);
}

/// <summary>Objects from which a path does not lead as far as asked, or leads to what can't be compared.</summary>
/// <param name="Path">The path up to what is missing.</param>
/// <param name="Objects">How many there are.</param>
/// <param name="Looks">Of how many.</param>
/// <param name="IsIncomparable">Whether there is a value, but none that can be compared with what is wanted.</param>
internal sealed record MissingValues(string Path, long Objects, long Looks, bool IsIncomparable)
{
    /// <summary>Whether it is not known if there is a value: there are more elements than are looked through.</summary>
    public bool IsGivenUp { get; init; }
}

using HeapGraph.Core.Inspections.Residence;

namespace HeapGraph;

/// <summary>What stands out in the memory of a process, in words for people who do not know the runtime's insides.</summary>
/// <param name="Severity">How much of the process it is.</param>
/// <param name="Name">The same in each result: <c>garbage</c>, <c>native</c>.</param>
/// <param name="Title">What it is, in one sentence.</param>
/// <param name="Bytes">How many bytes it is about.</param>
public sealed record MemoryVerdict(LeakSeverity Severity, string Name, string Title, long Bytes)
{
    /// <summary>Whether it says no more than that nothing stands out, or that objects in use do.</summary>
    internal bool IsAboutObjects => Name is ObjectsInUse.Name or MemoryVerdicts.Nothing;

    /// <summary>What the judgement rests on, a sentence with numbers each.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>What would change it; null where there is nothing to be changed.</summary>
    public string? Remedy { get; init; }

    /// <summary>What to ask next; null where nothing offers itself.</summary>
    public NextCommand? Next { get; init; }
}

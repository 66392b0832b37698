using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading;

/// <summary>What to read of a target, and how.</summary>
/// <param name="Parts">What the analysis needs.</param>
/// <param name="DacPath">The DAC to use; null to look for the one that fits.</param>
/// <param name="ScansStacks">True to take every value on a stack that is an object's address for a root, instead of having
/// the DAC walk the stacks: for targets on which that walk crashes.</param>
internal sealed record HeapReadOptions(GraphParts Parts, string? DacPath = null, bool ScansStacks = false)
{
    /// <summary>How single objects are described.</summary>
    public DetailOptions Details { get; init; } = new();

    /// <summary>How a live process is copied.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>Whether threads have their names and locals their source lines, which a table of types does not show: some 15 ms.</summary>
    public bool NamesThreads { get; init; } = true;
}

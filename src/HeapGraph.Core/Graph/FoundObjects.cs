using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Graph;

/// <summary>The reachable objects of some types, found without a graph.</summary>
/// <param name="Target">What was read, as the user named it.</param>
/// <param name="Objects">Their numbers, ascending.</param>
/// <param name="Unreachable">How many more there are of these types.</param>
/// <param name="BytesAt">The size of each, by its place among them.</param>
/// <param name="Coverage">What could and could not be read.</param>
/// <param name="Resources">What stays open while values are asked for.</param>
internal sealed record FoundObjects(string Target, IReadOnlyList<int> Objects, long Unreachable, Func<int, long> BytesAt, HeapCoverage Coverage, IDisposable Resources) : IDisposable
{
    /// <summary>What paths through fields lead to; usable until this is disposed of.</summary>
    public required IPathValues Values { get; init; }

    /// <summary>Closes the dump.</summary>
    public void Dispose() => Resources.Dispose();
}

namespace HeapGraph.Core.Graph;

/// <summary>How many objects of each type a heap holds: all, or those that roots keep alive.</summary>
/// <param name="Target">What was read, as the user named it.</param>
/// <param name="Types">The types, by type index.</param>
/// <param name="ObjectsByType">Number of objects by type index.</param>
/// <param name="BytesByType">Their bytes by type index.</param>
/// <param name="Coverage">What could and could not be read.</param>
internal sealed record HeapTypeCounts(
    string Target, IReadOnlyList<HeapType> Types, IReadOnlyList<long> ObjectsByType, IReadOnlyList<long> BytesByType, HeapCoverage Coverage);

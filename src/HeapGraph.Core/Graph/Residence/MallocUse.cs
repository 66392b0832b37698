namespace HeapGraph.Core.Graph.Residence;

/// <summary>What the C library's malloc has from the system, and what of it the program has not given back.</summary>
/// <param name="Arenas">How many arenas of small blocks there are.</param>
/// <param name="SystemBytes">Bytes that these have from the system, in memory or not.</param>
/// <param name="InUseBytes">Of these bytes of blocks that the program has.</param>
/// <param name="FreeBytes">Of these bytes of blocks that it has freed, and that malloc keeps.</param>
/// <param name="UnwalkedBytes">Of these bytes of which that is not known.</param>
/// <param name="ElsewhereBytes">Bytes that the main arena says it has besides, in places that were not found.</param>
/// <param name="Broken">How many arenas could not be read to their end.</param>
/// <param name="LargeBlocks">How many blocks have pages of their own.</param>
/// <param name="LargeBytes">Bytes of these.</param>
/// <param name="IsCut">Whether there were too many blocks to look at each.</param>
internal sealed record MallocUse(int Arenas, long SystemBytes, long InUseBytes, long FreeBytes, long UnwalkedBytes, long ElsewhereBytes, int Broken, int LargeBlocks, long LargeBytes, bool IsCut);

namespace HeapGraph;

/// <summary>One part of the heap, and what of it lies free between objects.</summary>
/// <param name="Generation">Which part; null for the segment that the young generations share where the heap has no regions.</param>
/// <param name="Bytes">Bytes of its segments up to the end of what was allocated.</param>
/// <param name="FreeBytes">Bytes of free blocks in it.</param>
/// <param name="FreeBlocks">Number of free blocks.</param>
/// <param name="LargestFreeBytes">The largest of them.</param>
public readonly record struct HeapSpace(HeapGeneration? Generation, long Bytes, long FreeBytes, long FreeBlocks, long LargestFreeBytes);

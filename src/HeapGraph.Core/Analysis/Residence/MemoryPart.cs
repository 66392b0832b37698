namespace HeapGraph;

/// <summary>Memory of a process that has one owner.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Owner">Whose it is, where several have memory of a kind: the path of a file, the name of a thread; null otherwise.</param>
/// <param name="Generation">Of the heap, the generation; null otherwise.</param>
/// <param name="ResidentBytes">Bytes of it that are in memory; of a dump that does not tell, those that it holds.</param>
/// <param name="VirtualBytes">Bytes of its addresses that can be read or written: with what is not in memory.</param>
/// <param name="PrivateDirtyBytes">Of <paramref name="ResidentBytes"/> those that this process alone has and has written to: what ends with it. The rest the
/// system shares, or can read again from a file.</param>
/// <param name="SwappedBytes">Bytes of it that are swapped out.</param>
/// <param name="Areas">How many stretches of addresses it is.</param>
public sealed record MemoryPart(
    MemoryKind Kind, string? Owner, HeapGeneration? Generation, long ResidentBytes, long VirtualBytes, long PrivateDirtyBytes, long SwappedBytes, int Areas);

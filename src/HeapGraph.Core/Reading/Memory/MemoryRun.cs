namespace HeapGraph.Core.Reading.Memory;

/// <summary>A stretch of the target's memory that can be read at <paramref name="Pointer"/>, byte for byte.</summary>
/// <param name="Start">The target's address of the first byte.</param>
/// <param name="End">The target's address after the last byte.</param>
/// <param name="Pointer">Where the first byte stands in our own memory.</param>
internal sealed record MemoryRun(ulong Start, ulong End, nint Pointer)
{
    public ulong Bytes => End - Start;
}

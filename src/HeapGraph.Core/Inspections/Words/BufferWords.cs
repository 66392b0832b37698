using System.Numerics;

namespace HeapGraph.Core.Inspections.Words;

/// <summary>What tells buffers and their pools from arrays that mean something.</summary>
internal static class BufferWords
{
    private const int LeastLength = 64;

    private static readonly string[] Ends = ["Block", "Buffer", "MemoryOwner", "Segment", "Chunk"];

    /// <summary>Whether a length is one that buffers have: round, unlike those of what is read from a file or a message.</summary>
    public static bool IsRound(long length) => length >= LeastLength && BitOperations.IsPow2(length);

    /// <summary>Whether a type is called a buffer: <c>MemoryPoolBlock</c>, <c>PooledBuffer</c>.</summary>
    public static bool IsBuffer(HeapType type) => Array.Exists(Ends, end => type.Parsed.Definition.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Whether a field or a type is called a pool.</summary>
    public static bool IsPool(string words) => words.Contains("pool", StringComparison.OrdinalIgnoreCase);
}

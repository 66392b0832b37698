namespace HeapGraph.Core.Graph;

/// <summary>A stretch of memory.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">First byte after it.</param>
internal readonly record struct AddressRange(ulong Start, ulong End)
{
    /// <summary>Length in bytes.</summary>
    public ulong Bytes => End - Start;

    /// <summary>Whether an address lies in it.</summary>
    public bool Contains(ulong address) => address - Start < End - Start;
}

namespace HeapGraph.Core.Reading.Memory;

/// <summary>A dump's bytes in our address space, until disposal.</summary>
internal unsafe interface IMappedBytes : IDisposable
{
    /// <summary>The first byte.</summary>
    byte* Pointer { get; }

    /// <summary>How many there are.</summary>
    long Bytes { get; }
}

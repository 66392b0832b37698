namespace HeapGraph.Core.Graph;

/// <summary>How the size of an object follows from its type and length.</summary>
/// <param name="BaseBytes">Size of an object of length 0, header included.</param>
/// <param name="ComponentBytes">Bytes per element or character; 0 when objects have no length.</param>
internal readonly record struct ObjectLayout(uint BaseBytes, uint ComponentBytes)
{
    /// <summary>The smallest object there is: sync block, MethodTable, one pointer.</summary>
    public const long MinObjectBytes = 24;

    /// <summary>The size in bytes that the object fills with data; the heap rounds it up to a multiple of 8.</summary>
    public long BytesOf(uint length) =>
        Math.Max(MinObjectBytes, BaseBytes + (long)length * ComponentBytes);
}

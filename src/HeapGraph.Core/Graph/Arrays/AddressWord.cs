using System.Runtime.InteropServices;

namespace HeapGraph.Core.Graph.Arrays;

/// <summary>What an <see cref="AddressTable"/> knows of 512 bytes of heap, side by side, so that a look-up touches one
/// cache line.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct AddressWord
{
    /// <summary>One bit per 8 bytes: whether an object starts there.</summary>
    public ulong Bits;

    /// <summary>Number of objects that start before these 512 bytes.</summary>
    public int ObjectsBefore;
}

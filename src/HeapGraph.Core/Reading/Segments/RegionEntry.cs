using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>What the collector notes about a segment or region.</summary>
/// <remarks>Source: the beginning of heap_segment (gc/gcpriv.h), which the DAC relies on too (dac_heap_segment in gc/gcinterface.dac.h).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RegionEntry
{
    private const ulong ReadOnly = 1, LargeObjects = 8, PinnedObjects = 512, Decommitted = 32, ToBeDeleted = 256, AllFlags = 0xFFF;

    /// <summary>Where its objects end. 0 where the region is free, and less than 0 where it is the rest of a larger one.</summary>
    public readonly ulong Allocated;

    public readonly ulong Committed;
    public readonly ulong Reserved;
    public readonly ulong Used;

    /// <summary>Where its objects begin.</summary>
    public readonly ulong Start;

    public readonly ulong Flags;

    /// <summary>The next one of its generation; 0 for the last.</summary>
    public readonly ulong Next;

    /// <summary>Whether its numbers are those of a region that holds objects.</summary>
    public bool IsInUse =>
        (long)Allocated > 0 && Start < Allocated && Allocated <= Committed && Committed <= Reserved && (Flags & (ReadOnly | Decommitted | ToBeDeleted)) == 0 && Flags <= AllFlags;

    /// <summary>The generation as far as the flags tell it.</summary>
    public HeapGeneration? Generation => (Flags & LargeObjects) != 0 ? HeapGeneration.Large : (Flags & PinnedObjects) != 0 ? HeapGeneration.Pinned : null;
}

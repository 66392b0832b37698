using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>The arrays in which the runtime keeps interned strings, and the literals that do not stand in a frozen segment.</summary>
/// <remarks>Source: vm/stringliteralmap.cpp. Arrays of at most 16,384 slots in the pinned heap, each twice the one before, a handle on each: no program can make an
/// object[] there that holds nothing but strings and is held by a bare handle, so that tells them.</remarks>
internal sealed class LiteralPool(ClrRuntime runtime, MemoryImage image)
{
    private const uint MaxSlots = 16_384;
    private const ulong Length = 8, FirstElement = 16;

    private ulong ArrayType => field != 0 ? field : field = runtime.Heap.GetTypeByName("System.Object[]")?.MethodTable ?? ulong.MaxValue;

    /// <summary>The name of a handle that holds such an array; null of any other.</summary>
    public RootName? NameOf(GcHandle handle)
    {
        if (handle.Kind is not (GcHandleKind.Strong or GcHandleKind.Pinned) || MethodTableAt(handle.Object) != ArrayType
            || runtime.Heap.GetSegmentByAddress(handle.Object)?.Kind is not (GCSegmentKind.Pinned or GCSegmentKind.Large)
            || !image.TryRead(handle.Object + Length, out uint slots) || slots > MaxSlots)
        {
            return null;
        }

        var strings = 0;
        for (var slot = 0UL; slot < slots; slot++)
        {
            if (!image.TryRead(handle.Object + FirstElement + (8 * slot), out ulong held))
            {
                return null;
            }

            if (held != 0 && MethodTableAt(held) != runtime.Heap.StringType.MethodTable)
            {
                return null;
            }

            strings += held != 0 ? 1 : 0;
        }

        return strings > 0 ? RootName.InternPool : null;
    }

    private ulong MethodTableAt(ulong address) => image.TryRead(address, out ulong word) ? word & MethodTableFacts.AddressMask : 0;
}

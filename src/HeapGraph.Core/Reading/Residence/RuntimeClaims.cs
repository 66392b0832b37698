using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>The runtime's own memory, as its own library (DAC) tells it: loader heaps, compiled code, stubs, the collector's tables, and the assemblies.</summary>
internal static class RuntimeClaims
{
    /// <summary>All that it tells; where it can't, a sentence says so.</summary>
    public static List<MemoryClaim> Of(RuntimeDump dump)
    {
        var claims = new List<MemoryClaim>();
        if (dump.LeftOut.Has(DacPieces.RuntimeMemory))
        {
            return claims;
        }

        DacCall.Enters(DacPieces.RuntimeMemory);
        try
        {
            foreach (var heap in dump.Runtime.EnumerateClrNativeHeaps())
            {
                Add(heap.MemoryRange, KindOf(heap.Kind), KindOf(heap.Kind) == MemoryKind.Kept ? ClaimRank.Collector : ClaimRank.Runtime);
            }

            foreach (var module in dump.Runtime.EnumerateModules())
            {
                if (module is { ImageBase: not 0, Size: > 0 })
                {
                    Add(new MemoryRange(module.ImageBase, module.ImageBase + module.Size), MemoryKind.Assemblies, ClaimRank.Image, module.Name);
                }
            }
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            dump.Warnings.Add("Where the runtime's own memory lies could not be read to its end: the rest counts as memory that nobody is known to own.");
        }
        finally
        {
            DacCall.Leaves();
        }

        return claims;

        void Add(MemoryRange range, MemoryKind kind, ClaimRank rank, string? owner = null)
        {
            if (range.Start < range.End)
            {
                claims.Add(new MemoryClaim(new AddressRange(range.Start, range.End), rank, kind, owner));
            }
        }
    }

    private static MemoryKind KindOf(NativeHeapKind kind) => kind switch
    {
        NativeHeapKind.LowFrequencyHeap or NativeHeapKind.HighFrequencyHeap or NativeHeapKind.Unknown => MemoryKind.LoaderHeaps,
        NativeHeapKind.LoaderCodeHeap or NativeHeapKind.HostCodeHeap => MemoryKind.Code,
        NativeHeapKind.GCBookkeeping or NativeHeapKind.HandleTable => MemoryKind.GcBookkeeping,
        NativeHeapKind.GCFreeRegion or NativeHeapKind.GCFreeGlobalHugeRegion or NativeHeapKind.GCFreeGlobalRegion
            or NativeHeapKind.GCFreeSohSegment or NativeHeapKind.GCFreeUohSegment => MemoryKind.Kept,
        _ => MemoryKind.Stubs,
    };
}

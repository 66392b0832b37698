using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Which types have static fields, and where: also closed generic types, which no list of the DAC's has.</summary>
/// <remarks>The runtime writes three words before a type's auxiliary data (DynamicStaticsInfo in vm/methodtable.h, since
/// .NET 9): where its static references are, where its other statics are, its MethodTable. Each word of the loader heaps is
/// tried; a find proves itself, since the MethodTable points back. Costs some 20 ns per word of a few MB.</remarks>
internal static unsafe class StaticBases
{
    private const ulong AuxiliaryData = 0x20;   // in a MethodTable
    private const ulong RecordBytes = 24;
    private const ulong NotInitialized = 1;     // flag on the first word: the class constructor has not ended
    private const ulong MaxHeapBytes = 1 << 28, PageBytes = 0x1000;

    /// <returns>For each MethodTable the address of its static references; 0 when it has none yet.</returns>
    public static Dictionary<ulong, ulong> Find(ClrRuntime runtime, MemoryImage image, LeftOut leftOut, Action tick)
    {
        var bases = new Dictionary<ulong, ulong>();
        var seen = new HashSet<ulong>();
        foreach (var heap in HeapsOf(runtime, leftOut))
        {
            tick();
            if (heap.Kind is NativeHeapKind.HighFrequencyHeap or NativeHeapKind.LowFrequencyHeap && seen.Add(heap.MemoryRange.Start))
            {
                Scan(image, heap.MemoryRange.Start, Math.Min(heap.MemoryRange.Length, MaxHeapBytes), bases);
            }
        }

        return bases;
    }

    /// <summary>Those of each loader allocator once: most modules share that of their domain.</summary>
    public static IEnumerable<ClrNativeHeapInfo> HeapsOf(ClrRuntime runtime, LeftOut leftOut)
    {
        var domains = runtime.AppDomains.Append(runtime.SystemDomain).OfType<ClrAppDomain>().ToArray();
        var known = domains.Select(domain => domain.LoaderAllocator).Where(allocator => allocator != 0).ToHashSet();
        return domains.SelectMany(domain => domain.EnumerateLoaderAllocatorHeaps())
            .Concat(runtime.EnumerateModules().Where(module => module.LoaderAllocator == 0 || known.Add(module.LoaderAllocator)).SelectMany(HeapsOfModule));

        IEnumerable<ClrNativeHeapInfo> HeapsOfModule(ClrModule module)
        {
            if (leftOut.Has(DacPieces.StaticFields, module.Address, module.Address))
            {
                return [];
            }

            DacCall.Enters(DacPieces.StaticFields, module.Address, module.Address);
            return module.EnumerateLoaderAllocatorHeaps();
        }
    }

    private static void Scan(MemoryImage image, ulong start, ulong bytes, Dictionary<ulong, ulong> bases)
    {
        var end = start + bytes;
        for (var address = (start + 7) & ~7UL; address < end;)
        {
            var words = (ulong*)image.PointerTo(address, out var available);
            available = Math.Min(available, end - address);
            if (available < RecordBytes)
            {
                address = (address + available + PageBytes) & ~(PageBytes - 1);
                continue;
            }

            for (var at = 0UL; at + RecordBytes <= available; at += 8)
            {
                var record = words + at / 8;
                var methodTable = record[2];
                if (methodTable > PageBytes && (methodTable & 7) == 0
                    && image.TryRead(methodTable + AuxiliaryData, out ulong auxiliary) && auxiliary == address + at + RecordBytes)
                {
                    bases[methodTable] = record[0] & ~NotInitialized;
                }
            }

            address += available;
        }
    }
}

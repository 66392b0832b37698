using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Before .NET 9: where the static references of closed generic types are, which the DAC does not tell.</summary>
/// <remarks>Such a MethodTable ends with its field descriptions, which point back at it, and a number (GenericsStaticsInfo in
/// vm/methodtable.h); its module's table of dynamic classes (DomainLocalModule in vm/appdomain.hpp) has the address under that number. Each word of
/// the loader heaps is tried; a find proves itself, since the address lies in an array on the heap.</remarks>
internal sealed class DynamicStaticBases(ClrRuntime runtime, MemoryImage image, RootList roots)
{
    private const ulong MaxMethodTableBytes = 0x1000, MaxModuleBytes = 0x800, MaxHeapBytes = 1 << 28;
    private const ulong Module = 0x18, WriteableData = 0x20, LoaderModule = 8;   // in a MethodTable, and in what belongs to it
    private const ulong Classes = 8, ClassCount = 16, ClassBytes = 16, MostClasses = 1 << 20;   // in a DomainLocalModule

    private readonly Dictionary<ulong, ulong> _localByModule = [];

    /// <returns>For each MethodTable the address of its static references.</returns>
    public Dictionary<ulong, ulong> Find(IEnumerable<ClrNativeHeapInfo> heaps)
    {
        var bases = new Dictionary<ulong, ulong>();
        var modules = runtime.EnumerateModules().Select(module => module.Address).ToHashSet();
        foreach (var heap in heaps)
        {
            roots.Tick();
            var end = heap.MemoryRange.Start + Math.Min(heap.MemoryRange.Length, MaxHeapBytes);
            for (var at = (heap.MemoryRange.Start + 7) & ~7UL; at + 16 <= end; at += 8)
            {
                if (!image.TryRead(at, out ulong fields) || fields < MaxMethodTableBytes || (fields & 7) != 0 || !image.TryRead(fields, out ulong methodTable)
                    || methodTable >= at || at - methodTable > MaxMethodTableBytes || (methodTable & 7) != 0 || !image.TryRead(at + 8, out ulong number))
                {
                    continue;
                }

                foreach (var module in ModulesOf(methodTable).Where(modules.Contains))
                {
                    if (BaseOf(module, number) is not 0 and var found)
                    {
                        bases.TryAdd(methodTable, found);
                    }
                }
            }
        }

        return bases;
    }

    private IEnumerable<ulong> ModulesOf(ulong methodTable)
    {
        if (image.TryRead(methodTable + WriteableData, out ulong data) && image.TryRead(data + LoaderModule, out ulong loader))
        {
            yield return loader;
        }

        if (image.TryRead(methodTable + Module, out ulong module))
        {
            yield return module;
        }
    }

    private ulong BaseOf(ulong module, ulong number)
    {
        if (_localByModule.TryGetValue(module, out var local))
        {
            return BaseIn(local, number);
        }

        for (var field = 0UL; field < MaxModuleBytes; field += 8)
        {
            if (image.TryRead(module + field, out ulong candidate) && (candidate & 7) == 0 && BaseIn(candidate, number) is not 0 and var found)
            {
                _localByModule[module] = candidate;
                return found;
            }
        }

        return 0;
    }

    private ulong BaseIn(ulong local, ulong number) =>
        local != 0 && image.TryRead(local + ClassCount, out ulong count) && number < count && count <= MostClasses
        && image.TryRead(local + Classes, out ulong classes) && image.TryRead(classes + (ClassBytes * number), out ulong entry) && entry != 0
        && image.TryRead(entry, out ulong address) && address != 0 && roots.ObjectAround(address) >= 0
            ? address
            : 0;
}

using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>What GC handles keep alive by themselves.</summary>
/// <remarks>Only the DAC knows the count of a ref-counted handle, and of COM's alone: one that it does not list, or that ComWrappers made, is
/// taken to be above zero.</remarks>
internal sealed class HandleRoots(ClrRuntime runtime, MemoryImage image, RootList roots)
{
    private readonly HashSet<ulong> _released = [];   // ref-counted handles with a count of 0

    /// <summary>Every handle that holds an object, weak ones too.</summary>
    public IReadOnlyList<GcHandle> All { get; private set; } = [];

    /// <summary>What may be missing, as a sentence; null for nothing.</summary>
    public string? Warning { get; private set; }

    public void Read()
    {
        var pool = new LiteralPool(runtime, image);
        All = Choose(ListOfDac());
        foreach (var handle in All)
        {
            if (KindOf(handle.Kind) is { } kind && !_released.Contains(handle.Address))
            {
                roots.Add(kind, handle.Object, pool.NameOf(handle), handle.Address);
            }
        }
    }

    private List<GcHandle> ListOfDac()
    {
        var handles = new List<GcHandle>();
        var isCom = runtime.DataTarget.DataReader.TargetPlatform == OSPlatform.Windows;
        foreach (var handle in runtime.EnumerateHandles())
        {
            roots.Tick();
            handles.Add(new GcHandle(handle.Address, (GcHandleKind)handle.HandleKind, handle.Object.Address, handle.Dependent.Address));
            if (isCom && handle is { HandleKind: ClrHandleKind.RefCounted, ReferenceCount: 0 })
            {
                _released.Add(handle.Address);
            }
        }

        return handles;
    }

    /// <summary>The tables' own list, where nothing that the DAC knows is missing from it.</summary>
    private List<GcHandle> Choose(List<GcHandle> listOfDac)
    {
        var gc = runtime.DataTarget.EnumerateModules()
            .Where(module => Path.GetFileName(module.FileName).StartsWith("libclrgc", StringComparison.Ordinal))
            .Append(runtime.ClrInfo.ModuleInfo).Select(module => module.ImageBase);
        var read = new HandleTables(image).Read(gc);
        if (read.Count > 0 && read.Select(handle => handle.Address).ToHashSet().IsSupersetOf(
            listOfDac.Where(handle => handle.Object != 0).Select(handle => handle.Address)))
        {
            return read;
        }

        if (runtime.Heap.IsServer)
        {
            Warning = "Not all GC roots may have been found: the handle tables could not be read, "
                + "and the runtime's own list of handles may be short under Server GC (dotnet/runtime#124872).";
        }

        return listOfDac;
    }

    /// <returns>Null for what does not keep its object alive, and for kinds to come.</returns>
    private static HeapRootKind? KindOf(GcHandleKind kind) => kind switch
    {
        GcHandleKind.Strong or GcHandleKind.Variable => HeapRootKind.StrongHandle,
        GcHandleKind.Pinned => HeapRootKind.PinnedHandle,
        GcHandleKind.AsyncPinned => HeapRootKind.AsyncPinnedHandle,
        GcHandleKind.RefCounted => HeapRootKind.RefCountedHandle,
        GcHandleKind.SizedRef => HeapRootKind.SizedRefHandle,
        _ => null,
    };
}

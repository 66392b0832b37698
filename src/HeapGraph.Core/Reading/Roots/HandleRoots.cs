using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
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

    /// <summary>Whether there may be handles that are not among <see cref="All"/>.</summary>
    public bool IsShort { get; private set; }

    /// <param name="asksDac">False to read the handle tables alone.</param>
    public void Read(bool asksDac)
    {
        var pool = new LiteralPool(runtime, image);
        All = asksDac ? Choose(ListOfDac()) : OfTablesAlone();
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

    /// <summary>The tables' own list, and what only the DAC knows.</summary>
    private List<GcHandle> Choose(List<GcHandle> listOfDac)
    {
        var tables = new HandleTables(image);
        var read = tables.Read(Collectors());
        if (read.Count > 0)
        {
            var addresses = read.Select(handle => handle.Address).ToHashSet();
            var missing = listOfDac.Where(handle => handle.Object != 0 && !addresses.Contains(handle.Address)).ToList();
            if (missing.Count + tables.DoubtfulCount > 0)
            {
                Warning = $"The handle tables are damaged: of {missing.Count + tables.DoubtfulCount:N0} GC handles they say two things, as that they are in use and free. "
                    + "Those were taken to be in use; others may be missing.";
            }

            return [.. read, .. missing];
        }

        if (tables.IsDamaged)
        {
            Warning = "Not all GC roots may have been found: the handle tables are damaged.";
        }
        else if (runtime.Heap.IsServer)
        {
            IsShort = true;
            Warning = "Not all GC roots may have been found: the handle tables could not be read, "
                + "and the runtime's own list of handles may be short under Server GC (dotnet/runtime#124872).";
        }

        return listOfDac;
    }

    private List<GcHandle> OfTablesAlone()
    {
        var read = new HandleTables(image).Read(Collectors());
        IsShort = read.Count == 0;
        Warning = IsShort
            ? "GC handles were left out, since the runtime's own library (DAC) crashes on them, and the handle tables could not be read: what only they keep alive counts as unreachable."
            : "GC handles were read from the handle tables alone, since the runtime's own library (DAC) crashes on them: every ref-counted handle counts as holding its object.";
        return read;
    }

    /// <summary>Where the modules are loaded that may hold the collector.</summary>
    private IEnumerable<ulong> Collectors() => runtime.DataTarget.EnumerateModules()
        .Where(module => Path.GetFileName(module.FileName).StartsWith("libclrgc", StringComparison.Ordinal))
        .Append(runtime.ClrInfo.ModuleInfo).Select(module => module.ImageBase);

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

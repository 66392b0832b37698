using System.Reflection;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Roots.ThreadStatics;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Static fields, also those of each thread: every slot by the name of the field that lies there.</summary>
/// <remarks>Those of a collectible type live as long as its LoaderAllocator, which the runtime holds by a handle until the context is unloaded.
/// From then on they are no roots.</remarks>
internal sealed class StaticRoots(
    ClrRuntime runtime, MemoryImage image, RootList roots, Func<IReadOnlyList<GcHandle>> handles, ThreadStaticFields threadStatics, ThreadNames threadNames, LeftOut leftOut)
{
    private readonly Dictionary<ulong, StaticSlot> _slots = [];
    private readonly Dictionary<int, (HeapRootKind Kind, string? Thread)> _storage = [];
    private readonly Dictionary<ulong, RootName> _collectible = [];

    private HashSet<ulong> HeldByHandles => field ??= [.. handles().Where(handle => handle.Kind == GcHandleKind.Strong).Select(handle => handle.Object)];

    /// <summary>Objects in which the runtime keeps static fields.</summary>
    public IReadOnlySet<int> Storage => _storage.Keys.ToHashSet();

    /// <summary>The fields that are no roots, by the addresses of their slots.</summary>
    public IReadOnlyDictionary<ulong, RootName> CollectibleNames => _collectible;

    /// <summary>The fields by the addresses of their slots, roots or not.</summary>
    public IReadOnlyDictionary<ulong, StaticSlot> Slots => _slots;

    /// <summary>Reads them from the types that the runtime's memory names, and only where a slot is left without a name
    /// also from those that the DAC lists for each module, which costs more than all other roots.</summary>
    /// <param name="generics">MethodTables that were met on the heap.</param>
    public void Read(IReadOnlyList<ulong> generics)
    {
        var bases = StaticBases.Find(runtime, image, leftOut, roots.Tick);
        var isAll = bases.Count > 0;
        if (!isAll)
        {
            bases = new DynamicStaticBases(runtime, image, roots).Find(StaticBases.HeapsOf(runtime, leftOut).Where(heap => heap.Kind == NativeHeapKind.HighFrequencyHeap));
        }

        var seen = new HashSet<ulong>();
        List<ulong> methodTables = [.. bases.Keys, .. generics];
        foreach (var methodTable in methodTables)
        {
            if (!seen.Contains(methodTable) && MayAsk(methodTable) && runtime.GetTypeByMethodTable(methodTable) is { } type
                && (bases.ContainsKey(methodTable) || type.Name?.Contains('<') == true) && seen.Add(methodTable))
            {
                AddFields(type, bases);
            }
        }

        if (isAll && !UnnamedSlots().Any(slot => !IsOfRuntime(slot.Held)))
        {
            return;
        }

        foreach (var type in runtime.EnumerateModules().SelectMany(TypesOf).Where(type => seen.Add(type.MethodTable) && MayAsk(type.MethodTable)))
        {
            AddFields(type, bases);
        }
    }

    private IEnumerable<ClrType> TypesOf(ClrModule module)
    {
        if (leftOut.Has(DacPieces.StaticFields, module.Address, module.Address))
        {
            return [];
        }

        DacCall.Enters(DacPieces.StaticFields, module.Address, module.Address);
        return module.EnumerateTypesWithStaticFields();
    }

    private bool MayAsk(ulong methodTable)
    {
        var module = MethodTableFacts.ModuleOf(methodTable, image);
        DacCall.Enters(DacPieces.StaticFields, methodTable, module);
        return !leftOut.Has(DacPieces.StaticFields, methodTable, module);
    }

    /// <summary>What stands in the storage beside the known fields, such as the runtime's own objects.</summary>
    public void ReadUnknown()
    {
        foreach (var (slot, held, kind, thread) in UnnamedSlots())
        {
            roots.Add(kind, held, RootName.OfSlot(slot, thread), slot);
        }
    }

    private IEnumerable<(ulong Slot, ulong Held, HeapRootKind Kind, string? Thread)> UnnamedSlots()
    {
        const int FirstElement = 16, HeaderBytes = 8;   // an object's size counts the header before it
        foreach (var (array, (kind, thread)) in _storage)
        {
            for (var slot = roots.Addresses.AddressOf(array) + FirstElement; slot + 8 <= roots.EndOf(array) - HeaderBytes; slot += 8)
            {
                if (!_slots.ContainsKey(slot) && image.TryRead(slot, out ulong held) && held != 0)
                {
                    yield return (slot, held, kind, thread);
                }
            }
        }
    }

    /// <summary>Whether an object is one that the runtime itself keeps beside static fields: those that stand for types, modules
    /// and assemblies.</summary>
    private bool IsOfRuntime(ulong held) => runtime.Heap.GetObjectType(held)?.Name is
        "System.RuntimeType" or "System.Reflection.RuntimeModule" or "System.Reflection.RuntimeAssembly";

    /// <summary>The storage as a whole, for when the list of handles may lack what holds it.</summary>
    public void ReadStorage()
    {
        foreach (var root in runtime.Heap.EnumerateAdditionalRoots())
        {
            roots.Tick();
            roots.Add(root.RootKind == ClrRootKind.ThreadStaticVar ? HeapRootKind.ThreadStatic : HeapRootKind.Static, root.Object.Address, null, root.Address);
        }
    }

    private void AddFields(ClrType type, Dictionary<ulong, ulong> bases)
    {
        roots.Tick();
        foreach (var field in type.StaticFields.Where(HoldsObject))
        {
            AddField(type, field, bases.GetValueOrDefault(type.MethodTable));
        }

        foreach (var field in type.ThreadStaticFields.Where(HoldsObject))
        {
            foreach (var thread in threadStatics.Threads)
            {
                AddSlot(HeapRootKind.ThreadStatic, threadStatics.SlotOf(thread, type, field), type, field, threadNames.Of(thread.Thread));
            }
        }
    }

    private void AddField(ClrType type, ClrStaticField field, ulong references)
    {
        // ClrMD asks the DAC for each field anew, and gives no address while the class constructor runs, though the field may
        // be set by then.
        if (references != 0)
        {
            AddSlot(HeapRootKind.Static, references + (uint)field.Offset, type, field, null);
            return;
        }

        foreach (var domain in runtime.AppDomains)
        {
            AddSlot(HeapRootKind.Static, field.GetAddress(domain), type, field, null);
        }
    }

    // A field with its value in the module's file has no slot.
    private static bool HoldsObject(ClrStaticField field) => HoldsObject((ClrField)field) && (field.Attributes & FieldAttributes.HasFieldRVA) == 0;

    private static bool HoldsObject(ClrField field) => field.IsObjectReference || (field.IsValueType && !field.IsPrimitive);

    private void AddSlot(HeapRootKind kind, ulong slot, ClrType type, ClrField field, string? thread)
    {
        if (slot == 0 || roots.ObjectAround(slot) is not (>= 0 and var storage) || !_slots.TryAdd(slot, new StaticSlot(type.MethodTable, field.Token)))
        {
            return;
        }

        var name = RootName.OfField(FieldName.OfStatic(type.Name ?? "?", field.Name), thread);
        if (type.IsCollectible && !HeldByHandles.Contains(runtime.DataTarget.DataReader.ReadPointer(type.LoaderAllocatorHandle)))
        {
            _collectible[slot] = name;
            return;
        }

        _storage.TryAdd(storage, (kind, thread));
        if (image.TryRead(slot, out ulong held) && held != 0)
        {
            roots.Add(kind, held, name, slot);
        }
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>What objects refer to through handles that keep nothing alive: a WeakReference to its target, a ConditionalWeakTable
/// to its keys.</summary>
/// <remarks>Who refers to an object so is only looked for when the handle tables say that there is a handle: then once, with a
/// pass over the objects' types and a look at each WeakReference and table, 30 bytes kept for each.</remarks>
internal sealed class WeakTargets(ClrRuntime runtime, MemoryImage image, ObjectGraph graph, FieldReader fields, IReadOnlyList<GcHandle> handles)
{
    private const int HeaderBytes = 8;         // of an object, before its first field: the MethodTable
    private const ulong HandleMask = ~3UL;     // WeakReference._taggedHandle: the lowest bits are flags

    private ILookup<ulong, ulong> HandlesByTarget => field ??= handles
        .Where(handle => handle.Kind is GcHandleKind.WeakShort or GcHandleKind.WeakLong or GcHandleKind.Dependent)
        .ToLookup(handle => handle.Object, handle => handle.Address);

    private Dictionary<ulong, int> OwnerByHandle => field ??= FindOwners();

    /// <summary>What an object refers to weakly.</summary>
    public IReadOnlyList<WeakArrow> Of(int objectIndex) =>
    [
        .. from handle in HandlesIn(objectIndex)
           let to = image.TryRead(handle, out ulong target) && target != 0 ? graph.Addresses.IndexOf(target) : -1
           where to >= 0
           select ArrowOf(objectIndex, to),
    ];

    /// <summary>What refers weakly to an object.</summary>
    public IReadOnlyList<WeakArrow> To(int objectIndex)
    {
        var found = new List<WeakArrow>();
        foreach (var handle in HandlesByTarget[graph.AddressOf(objectIndex)])
        {
            // A handle that the program has of its own belongs to no object.
            if (OwnerByHandle.TryGetValue(handle, out var owner))
            {
                found.Add(ArrowOf(owner, objectIndex));
            }
        }

        return found;
    }

    private WeakArrow ArrowOf(int from, int to) => new(from, to, KindOf(from) == Kind.Table ? "key" : "Target");

    private Dictionary<ulong, int> FindOwners()
    {
        var (owners, kinds) = (new Dictionary<ulong, int>(), new Kind?[graph.Types.Count]);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((kinds[graph.TypeIndexOf(index)] ??= KindOf(index)) != Kind.Other)
            {
                foreach (var handle in HandlesIn(index))
                {
                    owners.TryAdd(handle, index);
                }
            }
        }

        return owners;
    }

    private Kind KindOf(int objectIndex)
    {
        for (var type = runtime.Heap.GetObject(graph.AddressOf(objectIndex)).Type; type is not null; type = type.BaseType)
        {
            if (type.Name is { } name && (name == "System.WeakReference" || name.StartsWith("System.WeakReference<", StringComparison.Ordinal)))
            {
                return Kind.WeakReference;
            }

            if (DefinitionName.Of(type.Name) == FrameworkWeakTable.Name)
            {
                return Kind.Table;
            }
        }

        return Kind.Other;
    }

    private IEnumerable<ulong> HandlesIn(int objectIndex)
    {
        var address = graph.AddressOf(objectIndex);
        switch (KindOf(objectIndex))
        {
            case Kind.WeakReference when image.TryRead(address + HeaderBytes, out ulong tagged) && (tagged & HandleMask) is not 0 and var handle:
                yield return handle;
                break;
            case Kind.Table when fields.ReadObject(runtime.Heap.GetObject(address), FrameworkWeakTable.Entries) is { IsArray: true } entries
                && entries.Type!.ComponentType is { } entry && fields.Find(entry, 0, FrameworkWeakTable.Handle) is { } place:
                var (slot, step) = (entries.Address + (ulong)(entries.Type.StaticSize - HeaderBytes) + place.Address, (ulong)entries.Type.ComponentSize);
                for (var left = entries.AsArray().Length; left > 0; left--, slot += step)
                {
                    if (image.TryRead(slot, out ulong held) && held != 0)
                    {
                        yield return held;
                    }
                }

                break;
        }
    }

    private enum Kind
    {
        Other,
        WeakReference,
        Table,
    }
}

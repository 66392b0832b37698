using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Which ConditionalWeakTable a dependent handle belongs to.</summary>
/// <remarks>The container of a table's entries has a finalizer, so the collector's own list of such objects leads to all of them without
/// a pass over the heap: one look at each object with a finalizer.</remarks>
internal static class WeakTables
{
    private const int HeaderBytes = 8;   // of an object, before its first field: the MethodTable

    /// <returns>For each handle the number of its table.</returns>
    public static Dictionary<ulong, int> Find(ClrRuntime runtime, MemoryImage image, RootList roots)
    {
        var tableByHandle = new Dictionary<ulong, int>();
        var shapes = new Dictionary<ulong, Shape?>();
        foreach (var found in runtime.Heap.EnumerateFinalizableObjects())
        {
            if (!image.TryRead(found.Address, out ulong word) || word == 0)
            {
                continue;
            }

            var methodTable = word & MethodTableFacts.AddressMask;
            if (!shapes.TryGetValue(methodTable, out var known))
            {
                roots.Tick();
                shapes[methodTable] = known = ShapeOf(runtime.Heap.GetTypeByMethodTable(methodTable));
            }

            if (known is { } shape)
            {
                AddEntries(found.Address, shape);
            }
        }

        return tableByHandle;

        void AddEntries(ulong container, Shape shape)
        {
            if (!image.TryRead(container + shape.Table, out ulong table) || roots.Addresses.IndexOf(table) is not (>= 0 and var owner)
                || !image.TryRead(container + shape.Entries, out ulong entries) || runtime.Heap.GetObjectType(entries) is not { ComponentType: { } entry } array
                || entry.GetFieldByName(FrameworkWeakTable.EntryHandle) is not { Type: { } dependent } inEntry || dependent.GetFieldByName(FrameworkWeakTable.HandleOfDependent) is not { } inDependent
                || !image.TryRead(entries + HeaderBytes, out int length))
            {
                return;
            }

            var slot = entries + (ulong)(array.StaticSize - HeaderBytes + inEntry.Offset + inDependent.Offset);
            for (; length > 0; length--, slot += (ulong)array.ComponentSize)
            {
                if (image.TryRead(slot, out ulong handle) && handle != 0)
                {
                    tableByHandle[handle] = owner;
                }
            }
        }
    }

    private static Shape? ShapeOf(ClrType? type) =>
        type?.Name is { } name && name.StartsWith(FrameworkWeakTable.Name, StringComparison.Ordinal) && name.EndsWith(FrameworkWeakTable.Container, StringComparison.Ordinal)
        && type.GetFieldByName(FrameworkWeakTable.TableOfContainer) is { } table && type.GetFieldByName(FrameworkWeakTable.EntriesOfContainer) is { } entries
            ? new Shape(HeaderBytes + (ulong)table.Offset, HeaderBytes + (ulong)entries.Offset)
            : null;

    /// <summary>Where in a container its table and its entries stand.</summary>
    private readonly record struct Shape(ulong Table, ulong Entries);
}

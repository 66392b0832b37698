using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Fields by name, and the references in them, read from the slots of all objects of the types that have them.</summary>
/// <remarks>Only <see cref="Find"/> asks the DAC: once per type. Reading costs one look per object, and one per slot of
/// those that have the field.</remarks>
internal sealed class FieldReferences(
    WalkedDump dump, ObjectGraph graph, ObjectGraphSource objects, IReadOnlyDictionary<ulong, RootName> collectibleStatics) : IFieldReferences
{
    // An object's fields stand behind its MethodTable.
    private const int ObjectOrigin = 8;

    private readonly Dictionary<ulong, List<FieldSlot>> _slotsByMethodTable = [];
    private IReadOnlyList<HeapField>? _fields;

    public IReadOnlyList<HeapField> Find(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        if (_fields is not null)
        {
            return _fields;
        }

        var names = new SlotNames(dump.Image);
        var arrays = ArraysOfStructs();
        var known = dump.MethodTables.Known;
        foreach (var facts in known.Where(facts => facts.HasReferences))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new HeapReadProgress("Naming fields", facts.Index, known.Count, "types") { IsInDac = true });
            try
            {
                // Only an array itself tells what its elements are.
                if (DacCall.OfType(facts.Address, dump.Image, dump.LeftOut, () => (arrays.TryGetValue(facts.Address, out var array)
                    ? dump.Runtime.Heap.GetObjectType(array) : dump.Runtime.Heap.GetTypeByMethodTable(facts.Address)) is { Name: not null } type ? SlotsOf(type, names) : null) is { } slots)
                {
                    _slotsByMethodTable[facts.Address] = slots;
                }
            }
            catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
            {
                // A type that can not be read has no fields to choose from.
            }
        }

        return _fields =
        [
            .. _slotsByMethodTable.Values.SelectMany(slots => slots.Select(slot => slot.Field))
                .Concat(graph.Roots.Select(HeapField.OfStatic).OfType<HeapField>())
                .Concat(collectibleStatics.Values.Select(name => HeapField.OfStatic(name.Field)).OfType<HeapField>())
                .Distinct(),
        ];
    }

    public ReferenceCut In(IReadOnlySet<HeapField> fields, CancellationToken cancellation)
    {
        var found = new List<FieldReference>();
        var known = dump.MethodTables.Known;
        var offsetsByLayout = new int[known.Count][];
        foreach (var facts in known)
        {
            if (_slotsByMethodTable.TryGetValue(facts.Address, out var slots) && slots.Any(slot => fields.Contains(slot.Field)))
            {
                offsetsByLayout[facts.Index] = [.. slots.Where(slot => fields.Contains(slot.Field)).Select(slot => slot.Offset).Distinct()];
            }
        }

        var (near, isStatic) = (0, Array.TrueForAll(offsetsByLayout, offsets => offsets is null));
        for (var index = 0; !isStatic && index < graph.ObjectCount; index++)
        {
            if ((index & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var layout = graph.LayoutIndexOf(index);
            if (offsetsByLayout[layout] is { } offsets)
            {
                AddReferences(found, index, graph.Addresses.AddressOf(index, ref near), known[layout], offsets);
            }
        }

        // What is static is a root, and a slot in an array of the runtime's as well; in a load context that was told to unload it is that slot alone.
        var roots = graph.Roots.Where(root => HeapField.OfStatic(root) is { } field && fields.Contains(field)).ToHashSet();
        var storageSlots = new List<FieldReference>();
        foreach (var slot in roots.Select(root => root.Address).Distinct())
        {
            AddStorageSlot(storageSlots, slot);
        }

        foreach (var (slot, name) in collectibleStatics)
        {
            if (HeapField.OfStatic(name.Field) is { } field && fields.Contains(field))
            {
                AddStorageSlot(found, slot);
            }
        }

        return new ReferenceCut(found, roots) { StorageSlots = storageSlots };
    }

    /// <summary>The address of an array for each MethodTable of arrays whose elements are structs with references.</summary>
    private Dictionary<ulong, ulong> ArraysOfStructs()
    {
        var arrays = new Dictionary<ulong, ulong>();
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((graph.TypeOf(index).Traits & HeapTypeTraits.Array) != 0 && objects.FactsOf(index) is { ElementRuns.Length: > 0 } facts)
            {
                arrays.TryAdd(facts.Address, graph.AddressOf(index));
            }
        }

        return arrays;
    }

    private static List<FieldSlot> SlotsOf(ClrType type, SlotNames names)
    {
        if (type.IsArray)
        {
            return type.ComponentType is not { IsValueType: true } element
                ? [new FieldSlot(new HeapField(TypeOf(type), "", "", IsStatic: false), 0)]
                : [.. names.Of(element, 0).Select(slot => new FieldSlot(FieldOf(type, slot.Value), slot.Key))];
        }

        var slots = new List<FieldSlot>();
        for (var part = type; part is not null; part = part.BaseType)
        {
            slots.AddRange(names.Of(part, ObjectOrigin).Select(slot => new FieldSlot(FieldOf(part, slot.Value), slot.Key)));
        }

        return slots;
    }

    private static HeapField FieldOf(ClrType type, SlotName name) => new(TypeOf(type), name.InSource.ToString(), name.Plain, IsStatic: false);

    private static HeapType TypeOf(ClrType type) => new(
        CSharpTypeName.FullNameOf(type.Name ?? "?"), CSharpTypeName.ShortNameOf(type.Name ?? "?"), Path.GetFileNameWithoutExtension(type.Module?.Name) ?? "");

    private void AddReferences(List<FieldReference> found, int index, ulong start, MethodTableFacts facts, int[] offsets)
    {
        if (!facts.HasLength)
        {
            foreach (var offset in offsets)
            {
                Add(found, index, start + (ulong)offset);
            }

            return;
        }

        // The size of an array counts the header of the object behind it. Elements are references, or structs that hold some.
        var element = start + facts.Layout.BaseBytes - 8;
        for (var left = graph.LengthOf(index); left > 0; left--, element += facts.Layout.ComponentBytes)
        {
            foreach (var offset in offsets)
            {
                Add(found, index, element + (ulong)offset);
            }
        }
    }

    private void AddStorageSlot(List<FieldReference> found, ulong slot)
    {
        if (graph.Addresses.IndexAtOrBefore(slot) is >= 0 and var storage && slot < graph.AddressOf(storage) + (ulong)graph.BytesOf(storage))
        {
            Add(found, storage, slot);
        }
    }

    private void Add(List<FieldReference> found, int from, ulong slot)
    {
        if (dump.Image.TryRead(slot, out ulong held) && held != 0 && graph.Addresses.IndexOf(held) is >= 0 and var to)
        {
            found.Add(new FieldReference(from, to));
        }
    }

    /// <summary>A field and where it stands: from the object's start, or in an array from each element's.</summary>
    private readonly record struct FieldSlot(HeapField Field, int Offset);
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Contents;

/// <summary>What stands in objects, from the mapped dump; where fields stand, from the metadata.</summary>
internal sealed class ObjectContents(WalkedDump dump, ObjectGraph graph, ObjectGraphSource objects, IReadOnlyList<DependentEntry> dependents, LayoutIndexTable methodTableByObject)
    : IObjectContents
{
    private const int HeaderBytes = 8;   // of an object, before its first field: the MethodTable
    private const int MaxBaseTypes = 64;

    // WeakReference._taggedHandle: the lowest bits are flags.
    private const ulong HandleMask = ~3UL;

    private readonly MemoryImage _image = dump.Image;
    private readonly SuspendedMethods _suspended = new(dump.Image, new FieldReader(dump.Runtime, dump.Image), new CodeMethods(dump.Runtime));
    private readonly DelegateMethods _delegates = new(dump.Image, new FieldReader(dump.Runtime, dump.Image), new CodeMethods(dump.Runtime));

    public IEnumerable<(int Key, int Value)> DependentHandles => dependents.Select(entry => (entry.Key, entry.Value)).Order();

    public IEqualSearch CompareContents(Func<int, bool>? isWanted, CancellationToken cancellation) =>
        new EqualObjects(dump.Walk, methodTableByObject, Kinds, isWanted, cancellation);

    /// <summary>By MethodTable whether it is a string's or a byte array's.</summary>
    private ContentKind[] Kinds()
    {
        var kinds = new ContentKind[dump.MethodTables.Known.Count];
        var seen = new bool[kinds.Length];
        for (var index = 0; index < methodTableByObject.Count; index++)
        {
            var methodTable = methodTableByObject[index];
            if (!seen[methodTable])
            {
                seen[methodTable] = true;
                kinds[methodTable] = graph.TypeOf(index) is var type && type.Traits.HasFlag(HeapTypeTraits.String) ? ContentKind.Text
                    : type.Name == "byte[]" ? ContentKind.Bytes : ContentKind.None;
            }
        }

        return kinds;
    }

    public NumberField? FieldOf(int objectIndex, IReadOnlyList<string> names) => FieldOf(objectIndex, names, isReference: false);

    public NumberField? ReferenceOf(int objectIndex, IReadOnlyList<string> names) => FieldOf(objectIndex, names, isReference: true);

    public int TargetIn(int objectIndex, NumberField field) =>
        _image.TryRead(objects.AddressOf(objectIndex) + (ulong)field.Offset, out ulong target) && target != 0 ? graph.Addresses.IndexOf(target) : -1;

    private NumberField? FieldOf(int objectIndex, IReadOnlyList<string> names, bool isReference) => OrNothing(objectIndex, () =>
    {
        if (dump.Runtime.Heap.GetTypeByMethodTable(objects.FactsOf(objectIndex).Address) is not { } type)
        {
            return (NumberField?)null;
        }

        foreach (var name in names)
        {
            if (type.GetFieldByName(name) is { Size: 1 or 2 or 4 or 8 } field && field.IsObjectReference == isReference)
            {
                return new NumberField(name, HeaderBytes + field.Offset, field.Size);
            }
        }

        return null;
    });

    public NumberField? PointerOf(int objectIndex) => OrNothing(objectIndex, () =>
        dump.Runtime.Heap.GetTypeByMethodTable(objects.FactsOf(objectIndex).Address) is { } type
            && type.Fields.FirstOrDefault(field => field.ElementType is ClrElementType.NativeInt or ClrElementType.NativeUInt or ClrElementType.Pointer) is { Name: { } name } pointer
            ? new NumberField(name, HeaderBytes + pointer.Offset, sizeof(long))
            : (NumberField?)null);

    public long? NumberIn(int objectIndex, NumberField field)
    {
        var address = objects.AddressOf(objectIndex) + (ulong)field.Offset;
        return field.Bytes switch
        {
            1 => _image.TryRead(address, out byte value) ? value : null,
            2 => _image.TryRead(address, out short value) ? value : null,
            4 => _image.TryRead(address, out int value) ? value : null,
            _ => _image.TryRead(address, out long value) ? value : null,
        };
    }

    public bool? HasTarget(int weakReference) =>
        !_image.TryRead(objects.AddressOf(weakReference) + HeaderBytes, out ulong tagged) ? null
        : (tagged & HandleMask) == 0 ? false
        : _image.TryRead(tagged & HandleMask, out ulong target) ? target != 0
        : null;

    public string? SuspendedMethodOf(int continuation) => OrNothing(continuation, () => _suspended.FrameOf(dump.Runtime.Heap.GetObject(objects.AddressOf(continuation))));

    public MadeAssemblies AssembliesMade() => new MadeModules(dump.Runtime, dump.LeftOut).Find();

    public string? MethodOf(int delegateIndex) => OrNothing(delegateIndex, () => _delegates.MetadataNameOf(dump.Runtime.Heap.GetObject(objects.AddressOf(delegateIndex))));

    public IReadOnlyList<string> BaseTypesOf(int objectIndex) => OrNothing<IReadOnlyList<string>>(objectIndex, () =>
    {
        var names = new List<string>();
        for (var type = dump.Runtime.Heap.GetTypeByMethodTable(objects.FactsOf(objectIndex).Address)?.BaseType; type?.Name is { } name && names.Count < MaxBaseTypes; type = type.BaseType)
        {
            names.Add(CSharpTypeName.FullNameOf(name));
        }

        return names;
    }) ?? [];

    private T? OrNothing<T>(int objectIndex, Func<T?> read) => DacCall.OfTypeOrNothing(objects.FactsOf(objectIndex).Address, _image, dump.LeftOut, read);
}

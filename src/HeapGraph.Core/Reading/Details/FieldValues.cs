using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>All fields of an object with their values, structs taken apart. None of the target's code runs.</summary>
internal sealed class FieldValues(ClrRuntime runtime, MemoryImage image, AddressTable addresses, ValueText texts, DetailOptions options)
{
    private const int MaxStructDepth = 8;

    /// <summary>What the object at an address consists of; null when it can't be told.</summary>
    /// <param name="address">The object.</param>
    /// <param name="maxElements">How many elements of an array, at most.</param>
    public ObjectInside? Of(ulong address, int maxElements)
    {
        if (runtime.Heap.GetObject(address) is not { Type: { } type } source)
        {
            return null;
        }

        var (fields, hidden) = (new List<ObjectField>(), 0L);
        if (type.IsArray)
        {
            hidden = AddElements(fields, source.AsArray(), type, maxElements);
        }
        else if (!type.IsString)
        {
            AddFields(fields, type, address + 8, "", maxElements, 0);
        }

        return new ObjectInside(type.MethodTable, fields, hidden);
    }

    private long AddElements(List<ObjectField> fields, ClrArray array, ClrType type, int maxElements)
    {
        var shown = type.ComponentType is null ? 0 : Math.Min(array.Length, maxElements);
        for (var index = 0; index < shown; index++)
        {
            var element = type.ComponentType!;
            var slot = array.Address + (ulong)(type.StaticSize - 8) + (ulong)((long)index * type.ComponentSize);
            var name = $"[{string.Join(',', ArrowNames.IndicesOf(array, index))}]";
            Add(fields, element, element.IsObjectReference, element.ElementType, slot, name, maxElements, 0);
        }

        return array.Length - shown;
    }

    private void AddFields(List<ObjectField> fields, ClrType type, ulong start, string path, int maxElements, int depth)
    {
        var length = InlineArray.LengthOf(image, type);
        var elementBytes = (ulong)InlineArray.ElementBytesOf(type, length);
        for (var index = 0; length > 1 && index < Math.Min(length, maxElements); index++)
        {
            var field = type.Fields[0];
            Add(fields, field.Type, field.IsObjectReference, field.ElementType, start + ((ulong)index * elementBytes), $"{path}[{index}]", maxElements, depth);
        }

        foreach (var field in length == 1 ? type.Fields.OrderBy(field => field.Offset) : Enumerable.Empty<ClrInstanceField>())
        {
            var name = options.PlainNames ? field.Name ?? "?" : FieldName.InSource(field.Name);
            Add(fields, field.Type, field.IsObjectReference, field.ElementType, start + (ulong)field.Offset, path.Length == 0 ? name : $"{path}.{name}", maxElements, depth);
        }
    }

    private void Add(List<ObjectField> fields, ClrType? type, bool isReference, ClrElementType kind, ulong slot, string name, int maxElements, int depth)
    {
        var typeName = type?.Name is { } known ? CSharpTypeName.FullNameOf(known) : isReference ? "object" : kind.ToString();
        if (isReference)
        {
            var to = image.TryRead(slot, out ulong target) && target != 0 ? addresses.IndexOf(target) : -1;
            fields.Add(new ObjectField(name, typeName, null, true, to));
            return;
        }

        var value = kind is ClrElementType.Pointer or ClrElementType.FunctionPointer ? image.TryRead(slot, out ulong pointer) ? $"0x{pointer:x}" : null
            : type is null ? texts.OfPrimitive(kind, slot) : texts.OfStruct(type, slot) ?? texts.OfPrimitive(kind, slot);
        if (value is null && type is { IsValueType: true, Fields.Length: > 0 } && depth < MaxStructDepth)
        {
            AddFields(fields, type, slot, name, maxElements, depth + 1);
        }
        else
        {
            fields.Add(new ObjectField(name, typeName, options.HidesValues ? null : value, false, -1));
        }
    }
}

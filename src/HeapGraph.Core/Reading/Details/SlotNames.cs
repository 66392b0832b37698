using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The names of the slots of each type, with the path through structs and inline arrays. Kept once found.</summary>
/// <remarks>Not for several threads at once: its caller holds a lock.</remarks>
internal sealed class SlotNames(MemoryImage image)
{
    private const int MaxStructDepth = 8;

    private readonly Dictionary<(ulong MethodTable, int Origin), Dictionary<int, SlotName>> _namesByType = [];

    /// <summary>The names of a type's slots by their offsets.</summary>
    /// <param name="type">A class, or a struct.</param>
    /// <param name="origin">Offset of the first field: 8 behind a MethodTable, 0 in an array's element.</param>
    public IReadOnlyDictionary<int, SlotName> Of(ClrType type, int origin)
    {
        if (!_namesByType.TryGetValue((type.MethodTable, origin), out var names))
        {
            _namesByType[(type.MethodTable, origin)] = names = [];
            AddFields(names, type, origin, new SlotName("", SlotLabel.OfField("")), 0);
        }

        return names;
    }

    private void AddFields(Dictionary<int, SlotName> names, ClrType type, int origin, SlotName outer, int depth)
    {
        var length = InlineArray.LengthOf(image, type);
        var elementBytes = InlineArray.ElementBytesOf(type, length);
        for (var index = 0; length > 1 && index < length; index++)
        {
            Add(names, type.Fields[0], origin + (index * elementBytes), depth, new SlotName($"{outer.Plain}[{index}]", outer.InSource with { Name = $"{outer.InSource.Name}[{index}]" }));
        }

        var (isClosure, method) = (GeneratedName.IsClosure(type.Name), GeneratedName.StateMachineInSource(type.Name));
        var known = FrameworkProperties.Of(type.Name);
        foreach (var field in length == 1 ? type.Fields : [])
        {
            var name = known.Property is { } property && known.Field == field.Name ? property : FieldName.InSource(field.Name);
            Add(names, field, origin + field.Offset, depth, new SlotName(
                Joined(outer.Plain, field.Name ?? "?"),
                isClosure ? new SlotLabel(SlotKind.Captured, name)
                : method is not null ? new SlotLabel(SlotKind.Local, name) { Method = method }
                : outer.InSource with { Name = Joined(outer.InSource.Name, name) }));
        }
    }

    private void Add(Dictionary<int, SlotName> names, ClrInstanceField field, int offset, int depth, SlotName name)
    {
        if (field.IsObjectReference)
        {
            names.TryAdd(offset, name);
        }
        else if (field is { IsValueType: true, IsPrimitive: false, Type: { } inner } && depth < MaxStructDepth)
        {
            AddFields(names, inner, offset, name, depth + 1);
        }
    }

    private static string Joined(string outer, string field) => outer.Length == 0 ? field : field.Length == 0 ? outer : $"{outer}.{field}";
}

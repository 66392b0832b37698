namespace HeapGraph;

/// <summary>What one object consists of.</summary>
/// <param name="MethodTable">The address of its MethodTable.</param>
/// <param name="Fields">Its fields, those of structs in it by their path; of an array its first elements.</param>
/// <param name="HiddenElements">How many more elements an array has.</param>
public sealed record ObjectInside(ulong MethodTable, IReadOnlyList<ObjectField> Fields, long HiddenElements);

/// <summary>A field of an object, or an element of an array.</summary>
/// <param name="Name">Its name: <c>_customer</c>, <c>_entry.value</c>, <c>[17]</c>, <c>[17].key</c>.</param>
/// <param name="Type">Its declared type as C# writes it.</param>
/// <param name="Value">The value of what is no reference; null where it can't be written, or is hidden.</param>
/// <param name="IsReference">Whether it may refer to an object.</param>
/// <param name="To">The object that it refers to; -1 for none.</param>
public readonly record struct ObjectField(string Name, string Type, string? Value, bool IsReference, int To)
{
    /// <summary>Whether it is no field, but what the object refers to without keeping it alive.</summary>
    public bool IsWeak { get; init; }
}

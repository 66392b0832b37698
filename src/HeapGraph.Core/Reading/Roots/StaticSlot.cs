namespace HeapGraph.Core.Reading.Roots;

/// <summary>Which static field lies in a slot.</summary>
/// <param name="MethodTable">The address of its type's MethodTable.</param>
/// <param name="Token">Its token in the metadata of the type's module.</param>
internal readonly record struct StaticSlot(ulong MethodTable, int Token);

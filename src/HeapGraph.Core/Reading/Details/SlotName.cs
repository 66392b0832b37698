namespace HeapGraph.Core.Reading.Details;

/// <summary>The name of a slot within an object or an array's element.</summary>
/// <param name="Plain">The fields that lead to it, as the metadata has them: <c>_entry.value</c>.</param>
/// <param name="InSource">The same in the words of the source: <c>captured cart</c>, <c>OrderService.LoadAsync: cart</c>.</param>
internal readonly record struct SlotName(string Plain, SlotLabel InSource);

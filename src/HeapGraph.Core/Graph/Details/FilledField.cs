namespace HeapGraph;

/// <summary>A field on the way to objects, and who fills it, or the collection in it.</summary>
/// <param name="Field">The field with its type: <c>Shop.Catalog.Items</c>.</param>
/// <param name="By">Who.</param>
public sealed record FilledField(string Field, FilledIn By);

using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Graph.Details;

/// <summary>A field that can hold references, or the elements of an array of references.</summary>
/// <param name="Type">The type that has it, inherited or not.</param>
/// <param name="Name">Its name in the source, with the path through structs: <c>_items</c>, <c>entry.value</c>; empty for the
/// elements of an array.</param>
/// <param name="PlainName">The same as the metadata has it: <c>&lt;Items&gt;k__BackingField</c>.</param>
/// <param name="IsStatic">Whether it is static, or static for each thread.</param>
internal sealed record HeapField(HeapType Type, string Name, string PlainName, bool IsStatic)
{
    /// <summary><c>Shop.Order._items</c>; <c>Shop.Order[]</c> for the elements of an array.</summary>
    public string FullName => Name.Length == 0 ? Type.Name : $"{Type.Name}.{Name}";

    /// <summary>The same without namespaces.</summary>
    public string ShortName => Name.Length == 0 ? Type.ShortName : $"{Type.ShortName}.{Name}";

    /// <summary>The static field that a root is.</summary>
    /// <returns>Null when the root is none, or has no name.</returns>
    public static HeapField? OfStatic(HeapRoot root) => OfStatic(root.Field);

    /// <summary>The static field of a name such as <c>Shop.Cache.Items</c>.</summary>
    /// <returns>Null when the name has no type.</returns>
    public static HeapField? OfStatic(string? name) => name is null || Brackets.LastOutside(name, '.') is not (> 0 and var dot) ? null
        : new HeapField(new HeapType(name[..dot], CSharpTypeName.ShortNameOf(name[..dot]), ""), name[(dot + 1)..], name[(dot + 1)..], IsStatic: true);
}

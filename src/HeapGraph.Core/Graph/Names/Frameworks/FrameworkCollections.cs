namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>.NET's collections, each with what it is made of: the one place that knows their private fields.</summary>
internal static class FrameworkCollections
{
    private const string Space = "System.Collections.";

    private static readonly Dictionary<string, FrameworkCollection> ByName = ((IEnumerable<FrameworkCollection>)
    [
        FrameworkDelegate.List, .. NonGenericCollections.All, .. GenericCollections.All, .. ConcurrentCollections.All, .. ImmutableCollections.All, .. AsyncStorage.All,
    ]).ToDictionary(collection => collection.Name);

    private static readonly Dictionary<string, ElementHolder> HolderByType = ByName.Values.SelectMany(collection => collection.Holders).ToDictionary(holder => holder.Type);

    /// <summary>The collections, in the order in which they are tried.</summary>
    public static IReadOnlyCollection<FrameworkCollection> All => ByName.Values;

    /// <summary>The collection of a name without type arguments; null when that is none.</summary>
    public static FrameworkCollection? Named(string definition) => ByName.GetValueOrDefault(definition) ?? ImmutableCollections.FrozenNamed(definition);

    /// <summary>The collection that a type is, by the runtime's name of it; null when it is none. Those that derive from it are told by their base type.</summary>
    public static FrameworkCollection? OfRuntime(string? typeName) => Named(DefinitionName.InSource(typeName));

    /// <summary>Where an entry or a node keeps its element, by the runtime's name of its type; null when it is none.</summary>
    /// <param name="typeName">The type.</param>
    /// <param name="field">One of its fields, as a path.</param>
    public static ElementHolder? HolderOfRuntime(string? typeName, string field) =>
        DefinitionName.InSource(typeName) is var definition && HolderByType.TryGetValue(definition, out var holder) ? holder : AsyncStorage.HolderOf(definition, field);

    /// <summary>The same by the definition of a type.</summary>
    public static ElementHolder? HolderOf(string definition) => HolderByType.GetValueOrDefault(definition);

    /// <summary>Whether a type belongs to the collections, as one itself or as a part of one.</summary>
    public static bool Owns(string typeName) => typeName.StartsWith(Space, StringComparison.Ordinal);

    /// <summary>Whether a type stands within a collection's, as <c>Dictionary&lt;,&gt;.Entry</c> and <c>SortedSet&lt;&gt;.Node</c> do.</summary>
    public static bool OwnsNested(HeapType type) => Owns(type.Name) && type.Parsed.Outer?.Contains('>') == true;

    /// <summary>Whether a type is a part of a collection and has no other use.</summary>
    public static bool OwnsPart(HeapType type) =>
        OwnsNested(type) || (Owns(type.Name) && Array.Exists(Parts, part => type.ShortName.StartsWith(part, StringComparison.Ordinal)));

    private static string[] Parts { get; } = ["LinkedListNode<", "ConcurrentQueueSegment<", "TreeSet<"];
}

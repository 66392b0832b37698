using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>What the framework's collections are made of: which references lead from a collection to the arrays and nodes
/// that it keeps its elements in, and from one of these to the next.</summary>
/// <remarks>By names of types alone, so that it holds for a dump, a saved snapshot and a sketch alike.</remarks>
internal static class CollectionShapes
{
    /// <summary>The collection that a type is, or derives from; null for any other type.</summary>
    public static string? CollectionOf(HeapType type) => WithSteps(DefinitionOf(type))?.Name;

    /// <summary>A type without its type arguments: <c>System.Collections.Generic.Dictionary.Entry[]</c>; of a type of the
    /// program's own that derives from a collection, that one.</summary>
    public static string DefinitionOf(HeapType type) => type.CollectionBase ?? type.Parsed.Definition;

    /// <summary>Whether a type is a channel.</summary>
    public static bool IsChannel(HeapType type) => ConcurrentCollections.IsChannel(DefinitionOf(type));

    /// <summary>Whether only a reference's name tells an inner node from what it looks like: in a collection that the program
    /// derives its own from, and where nodes are collections themselves.</summary>
    public static bool NeedsField(HeapType from) => from.CollectionBase is not null || DefinitionOf(from) == ImmutableCollections.Stack.Name;

    /// <summary>Whether a reference, by its plain name, is one that a collection itself has to its inner nodes.</summary>
    /// <param name="definition">The collection.</param>
    /// <param name="label">The reference.</param>
    public static bool IsOwnField(string definition, SlotLabel label) => FrameworkCollections.Named(definition)?.Fields.Any(label.IsField) == true;

    /// <summary>The collections, by name, within which one type may lead to another; those that wrap another collection first.</summary>
    /// <param name="from">The type of a collection's part.</param>
    /// <param name="to">The type that it refers to.</param>
    public static IEnumerable<string> Around(string from, string to) => FrameworkCollections.All
        .Where(collection => Leads(collection, from, to)).OrderByDescending(IsWrapper).Select(collection => collection.Name);

    /// <summary>Whether within a collection one type leads to another that is a part of it too.</summary>
    /// <param name="collection">The collection, as <see cref="CollectionOf"/> names it.</param>
    /// <param name="from">The part that refers; empty for the collection itself.</param>
    /// <param name="to">The type that it refers to.</param>
    public static bool Leads(string collection, string from, string to) => WithSteps(collection) is { } found && Leads(found, from, to);

    private static bool Leads(FrameworkCollection collection, string from, string to) =>
        collection.Steps.Any(step => InnerTypes.IsLike(step.From, from) && InnerTypes.IsLike(step.To, to));

    private static bool IsWrapper(FrameworkCollection collection) =>
        collection.Steps.Any(step => step.From.Length == 0 && step.To != collection.Name && WithSteps(step.To) is not null);

    private static FrameworkCollection? WithSteps(string definition) => FrameworkCollections.Named(definition) is { Steps.Count: > 0 } found ? found : null;
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>Names of the references that lead out of a collection's inner nodes, as seen from the collection itself.</summary>
internal static class ElementLabels
{
    /// <summary>An element whose place or key is not known.</summary>
    private const string SomeElement = "[*]";

    // The fields in which nodes keep an element, those of a key first.
    private static readonly (string Node, string Field, string Label)[] Fields =
    [
        ("System.Collections.Generic.LinkedListNode", "item", SomeElement),
        ("System.Collections.Generic.SortedSet.Node", "Item", SomeElement),
        ("System.Collections.Concurrent.ConcurrentDictionary.Node", "_key", $"{SomeElement}.key"),
        ("System.Collections.Concurrent.ConcurrentDictionary.Node", "_value", SomeElement),
        ("System.Collections.Concurrent.ConcurrentStack.Node", "_value", SomeElement),
        ("System.Collections.ListDictionaryInternal.DictionaryNode", "key", $"{SomeElement}.key"),
        ("System.Collections.ListDictionaryInternal.DictionaryNode", "value", SomeElement),
        ("System.Collections.Specialized.ListDictionary.DictionaryNode", "key", $"{SomeElement}.key"),
        ("System.Collections.Specialized.ListDictionary.DictionaryNode", "value", SomeElement),
        ("System.Collections.Immutable.ImmutableStack", "[0]", SomeElement),
        ("System.Collections.Immutable.SortedInt32KeyNode", "_value._firstValue", SomeElement),
        ("System.Collections.Immutable.ImmutableList.Node", "_key", SomeElement),
        ("System.Collections.Immutable.ImmutableSortedSet.Node", "_key", SomeElement),
        ("System.Collections.Immutable.ImmutableSortedDictionary.Node", "_key", $"{SomeElement}.key"),
        ("System.Collections.Immutable.ImmutableSortedDictionary.Node", "_value", SomeElement),
    ];

    /// <summary>The names of the slots of a collection that lead to an element.</summary>
    /// <param name="details">Names of single slots.</param>
    /// <param name="graph">The heap.</param>
    /// <param name="way">The collection, the inner nodes that are passed over, and the element.</param>
    /// <param name="collection">The collection within which these are inner nodes.</param>
    public static IReadOnlyList<string> Of(IObjectDetails details, ObjectGraph graph, ReadOnlySpan<int> way, string collection)
    {
        var node = CollectionShapes.DefinitionOf(graph.TypeOf(way[^2]));
        var handler = collection == CollectionShapes.Delegate && graph.TypeOf(way[^3]).Traits.HasFlag(HeapTypeTraits.Array)
            && details.LabelsOf(way[^3], way[^2]) is [var index, ..] ? index : null;
        var (owner, last) = (way[0], way[^2]);
        if (node == CollectionShapes.DefinitionOf(graph.TypeOf(way[^1])) && node != collection && details.PlaceIn(owner, way[^1]) is { } own)
        {
            return [$"[{own}]"];   // a node that was asked for itself
        }

        return [.. details.LabelsOf(last, way[^1]).Select(label => Joined(handler, Placed(InCollection(node, label))))];

        string Placed(string label) =>
            label.StartsWith(SomeElement, StringComparison.Ordinal) && details.PlaceIn(owner, last) is { } at ? $"[{at}]{label[SomeElement.Length..]}" : label;
    }

    private static string Joined(string? handler, string label) => handler is null ? label : label[0] is '-' or '(' ? $"{handler} {label}" : $"{handler}.{label}";

    private static string InCollection(string node, string label)
    {
        foreach (var (of, field, shown) in Fields)
        {
            if (of == node && (label == field || label.StartsWith(field + ".", StringComparison.Ordinal)))
            {
                return shown + label[field.Length..];
            }
        }

        return label;
    }
}

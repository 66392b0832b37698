using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>Names of the references that lead out of a collection's inner nodes, as seen from the collection itself.</summary>
internal static class ElementLabels
{
    /// <summary>An element whose place or key is not known.</summary>
    private const string SomeElement = "[*]";

    /// <summary>The names of the slots of a collection that lead to an element.</summary>
    /// <param name="details">Names of single slots.</param>
    /// <param name="graph">The heap.</param>
    /// <param name="way">The collection, the inner nodes that are passed over, and the element.</param>
    /// <param name="collection">The collection within which these are inner nodes.</param>
    public static IReadOnlyList<string> Of(IObjectDetails details, ObjectGraph graph, ReadOnlySpan<int> way, string collection)
    {
        var node = CollectionShapes.DefinitionOf(graph.TypeOf(way[^2]));
        var handler = collection == FrameworkDelegate.Base && graph.TypeOf(way[^3]).Traits.HasFlag(HeapTypeTraits.Array)
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
        if (node == ImmutableCollections.Stack.Name)
        {
            return label.StartsWith("[0]", StringComparison.Ordinal) ? SomeElement + label["[0]".Length..] : label;
        }

        var holder = FrameworkCollections.HolderOf(node);
        return holder is null ? label
            : Behind(holder.Key, label) is { } key ? $"{SomeElement}.key{key}"
            : Behind(holder.Element, label) is { } element ? SomeElement + element
            : label;
    }

    /// <summary>What follows a field in a label; null when the label begins with another one.</summary>
    private static string? Behind(string? field, string label) =>
        field is not null && FieldName.PathInSource(field) is var name && (label == name || label.StartsWith(name + ".", StringComparison.Ordinal)) ? label[name.Length..] : null;
}

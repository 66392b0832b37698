using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>Names of the references that lead out of a collection's inner nodes, as seen from the collection itself.</summary>
internal static class ElementLabels
{
    /// <summary>The names of the slots of a collection that lead to an element.</summary>
    /// <param name="details">Names of single slots.</param>
    /// <param name="graph">The heap.</param>
    /// <param name="way">The collection, the inner nodes that are passed over, and the element.</param>
    /// <param name="collection">The collection within which these are inner nodes.</param>
    public static IReadOnlyList<SlotLabel> Of(IObjectDetails details, ObjectGraph graph, ReadOnlySpan<int> way, string collection)
    {
        var node = CollectionShapes.DefinitionOf(graph.TypeOf(way[^2]));
        var handler = collection == FrameworkDelegate.Base && graph.TypeOf(way[^3]).Traits.HasFlag(HeapTypeTraits.Array)
            && details.LabelsOf(way[^3], way[^2]) is [var index, ..] ? index : (SlotLabel?)null;
        var (owner, last) = (way[0], way[^2]);
        if (node == CollectionShapes.DefinitionOf(graph.TypeOf(way[^1])) && node != collection && details.PlaceIn(owner, way[^1]) is { } own)
        {
            return [SlotLabel.OfElement(own)];   // a node that was asked for itself
        }

        return [.. details.LabelsOf(last, way[^1]).Select(label => Joined(handler, Placed(InCollection(node, label))))];

        SlotLabel Placed(SlotLabel label) => label.Index == SlotLabel.Any && details.PlaceIn(owner, last) is { } at ? label with { Index = $"{at}" } : label;
    }

    private static SlotLabel Joined(SlotLabel? handler, SlotLabel label) => handler is { } element ? label with { Index = element.Index, Key = element.Key } : label;

    /// <summary>The element of a node, whose place or key is not known.</summary>
    private static SlotLabel InCollection(string node, SlotLabel label)
    {
        if (node == ImmutableCollections.Stack.Name)
        {
            return label.Index == "0" ? label.OfAny : label;
        }

        return label.Kind != SlotKind.Field || label.IsElement || FrameworkCollections.HolderOf(node) is not { } holder ? label
            : Behind(holder.Key, label) is { } key ? key with { Index = SlotLabel.Any, Name = key.Name.Length == 0 ? "key" : $"key.{key.Name}" }
            : Behind(holder.Element, label) is { } element ? element with { Index = SlotLabel.Any }
            : label;
    }

    /// <summary>What follows a field in a label; null when the label begins with another one.</summary>
    private static SlotLabel? Behind(string? field, SlotLabel label) =>
        field is not null && FieldName.PathInSource(field) is var name && (label.Name == name || label.Name.StartsWith(name + ".", StringComparison.Ordinal)) ? label.Behind(name.Length) : null;
}

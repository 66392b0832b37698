using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>Tells the inner nodes of the collections of one heap from the objects that people put into them.</summary>
/// <remarks>What it learns of two types it keeps. For one thread.</remarks>
internal sealed class CollectionInsides(ObjectGraph graph, IObjectDetails details)
{
    private readonly string?[] _definitionByType = new string?[graph.Types.Count];
    private readonly bool?[] _needsFieldByType = new bool?[graph.Types.Count];
    private readonly Dictionary<(string Collection, int From, int To), bool> _leads = [];
    private readonly Dictionary<(int From, int To), string[]> _around = [];

    /// <summary>The collection that an object is; null when it is none.</summary>
    public string? CollectionAt(int objectIndex) => CollectionShapes.CollectionOf(graph.TypeOf(objectIndex));

    /// <summary>Whether a collection leads to an inner node of its own.</summary>
    /// <remarks>A delegate's target may be an array as well, a type that derives from a collection may have arrays of its own,
    /// and a stack may hold stacks: their fields tell these apart.</remarks>
    public bool Begins(string collection, int from, int to) =>
        Leads(collection, -1, graph.TypeIndexOf(to)) && IsByOwnField(from, to);

    /// <summary>The list that a node of a linked list names itself, which saves walking from end to end; null for any other object.</summary>
    public int? LinkedListOf(int objectIndex)
    {
        foreach (var target in DefinitionOf(graph.TypeIndexOf(objectIndex)) == GenericCollections.LinkedListNode ? graph.References[objectIndex] : [])
        {
            if (details.PlainLabelsOf(objectIndex, target).Any(label => label.IsField(GenericCollections.LinkedList.Links!.Owner!)))
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>Whether within a collection an inner node leads to the next.</summary>
    public bool GoesOn(string collection, int from, int to) =>
        Leads(collection, graph.TypeIndexOf(from), graph.TypeIndexOf(to)) && IsByOwnField(from, to);

    /// <summary>The collections within which one object may be an inner node that leads to another.</summary>
    public string[] Around(int from, int to)
    {
        var types = (graph.TypeIndexOf(from), graph.TypeIndexOf(to));
        if (!_around.TryGetValue(types, out var around))
        {
            _around[types] = around = [.. CollectionShapes.Around(DefinitionOf(types.Item1), DefinitionOf(types.Item2))];
        }

        return around;
    }

    private bool IsByOwnField(int from, int to) =>
        !NeedsField(graph.TypeIndexOf(from)) || details.PlainLabelsOf(from, to).Any(label => CollectionShapes.IsOwnField(DefinitionOf(graph.TypeIndexOf(from)), label));

    private bool NeedsField(int type) => _needsFieldByType[type] ??= CollectionShapes.NeedsField(graph.Types[type]);

    private bool Leads(string collection, int from, int to)
    {
        if (!_leads.TryGetValue((collection, from, to), out var leads))
        {
            _leads[(collection, from, to)] = leads = CollectionShapes.Leads(collection, from < 0 ? "" : DefinitionOf(from), DefinitionOf(to));
        }

        return leads;
    }

    private string DefinitionOf(int type) => _definitionByType[type] ??= CollectionShapes.DefinitionOf(graph.Types[type]);

    /// <summary>By position on a chain, the collection within which an object is an inner node; null where it is none.</summary>
    /// <remarks>The first object is the root's own; the last is the one that was asked about: both are never inner nodes.</remarks>
    public string?[] Along(IReadOnlyList<int> objects)
    {
        var insideByStep = new string?[objects.Count];
        for (var step = 1; step < objects.Count - 1; step++)
        {
            var (before, here) = (objects[step - 1], objects[step]);
            insideByStep[step] = insideByStep[step - 1] is { } around && GoesOn(around, before, here) ? around
                : CollectionAt(before) is { } collection && Begins(collection, before, here) ? collection
                : null;
        }

        return insideByStep;
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph;

/// <summary>Why an object is alive: the way from a GC root, or from a chosen object, to it, reference by reference.</summary>
/// <param name="Root">Where it begins; nothing is known of it where <see cref="From"/> is that.</param>
/// <param name="Steps">The objects, from the one that the root (or <see cref="From"/>) refers to directly to the one that was asked about.</param>
public sealed partial record ReferenceChain(HeapRoot Root, IReadOnlyList<ChainStep> Steps)
{
    /// <summary>The object that it begins at; null when that is the root.</summary>
    public ChainStep? From { get; init; }

    /// <summary>How many objects before the last lie on an earlier chain to the same object too.</summary>
    public int SharedObjects { get; init; }

    /// <summary>All objects of it, the one that it begins at included.</summary>
    internal IReadOnlyList<ChainStep> Objects => From is null ? Steps : [From, .. Steps];

    /// <summary>The same chain with the names of its references and the values of its objects.</summary>
    /// <param name="details">Names and values.</param>
    /// <param name="most">How many objects get them, at most: of a longer chain those in the middle stay without, since there may be
    /// millions of them.</param>
    internal ReferenceChain DescribedBy(IObjectDetails details, int most = int.MaxValue)
    {
        var objects = Objects;
        return WithObjects([.. objects.Select((step, index) => index >= most / 2 && index < objects.Count - (most / 2) ? step : step.DescribedBy(details) with
        {
            Via = index == 0 ? [] : details.LabelsOf(objects[index - 1].ObjectIndex, step.ObjectIndex),
        })]);
    }

    internal static ReferenceChain Of(ObjectGraph graph, HeapRoot root, IEnumerable<int> objects) =>
        new(root, [.. objects.Select(index => ChainStep.Of(graph, index))]);

    /// <summary>The same way with its objects told otherwise, or some of them left out.</summary>
    internal ReferenceChain WithObjects(IReadOnlyList<ChainStep> objects) =>
        From is null ? this with { Steps = objects } : this with { From = objects[0], Steps = [.. objects.Skip(1)] };
}

/// <summary>One object of a chain.</summary>
/// <param name="ObjectIndex">Its number.</param>
/// <param name="Type">Its type.</param>
/// <param name="Address">Its address.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ChainStep(int ObjectIndex, HeapType Type, ulong Address, long Bytes)
{
    /// <summary>Names of the slots of the step before that refer to it, in slot order; none where there is none to tell.</summary>
    public IReadOnlyList<SlotLabel> Via { get; init; } = [];

    /// <summary>How many inner nodes of a collection (its array, entries or nodes) stand between the step before and this
    /// one, which are not shown.</summary>
    public int Through { get; init; }

    /// <summary>Its value in a few words, where it has one.</summary>
    public string? Value { get; init; }

    /// <summary>Number of referrers of the object in the whole heap, roots included; 0 when they were not counted.</summary>
    public int ReferrerCount { get; init; }

    /// <summary>True when the user asked for this object to stand out (<c>--highlight</c>).</summary>
    public bool IsHighlighted { get; init; }

    /// <summary>The same object with its value.</summary>
    internal ChainStep DescribedBy(IObjectDetails details) => this with { Value = details.ValueOf(ObjectIndex) };

    internal static ChainStep Of(ObjectGraph graph, int objectIndex) =>
        new(objectIndex, graph.TypeOf(objectIndex), graph.AddressOf(objectIndex), graph.BytesOf(objectIndex));
}

using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph;

/// <summary>The objects around some chosen ones, breadth-first along references or against them.</summary>
/// <param name="Direction">Which way the references were followed.</param>
/// <param name="Nodes">The nodes; a node's <see cref="NeighborhoodNode.Id"/> is its index here. Targets first, then by depth.</param>
/// <param name="Edges">The references between them, always from the referrer to what it refers to.</param>
/// <param name="ChosenObjects">How many objects matched the choice; the picture may show fewer (the limit).</param>
/// <param name="IsCutByNodes">True when the limit on nodes ended the walk early.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed partial record ReferenceNeighborhood(
    ReferenceDirection Direction,
    IReadOnlyList<NeighborhoodNode> Nodes,
    IReadOnlyList<NeighborhoodEdge> Edges,
    int ChosenObjects,
    bool IsCutByNodes,
    HeapCoverage Coverage)
{
    /// <summary>What was left out of the choice.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;

    /// <summary>The same with more told of each object that is shown.</summary>
    /// <param name="dominators">Tells what each object retains; null when nobody asked.</param>
    /// <param name="generations">Tells each object's generation; null when nobody asked.</param>
    internal ReferenceNeighborhood Telling(DominatorTree? dominators, GenerationTable? generations) => this with
    {
        Nodes = [.. Nodes.Select(node => node.ObjectIndex < 0 ? node : node with
        {
            RetainedBytes = dominators?.IsReachable(node.ObjectIndex) == true ? dominators.RetainedBytesOf(node.ObjectIndex) : null,
            Generation = generations?[node.ObjectIndex],
        })],
    };
}

/// <summary>One box of the picture.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Depth">Steps from the nearest target.</param>
public sealed record NeighborhoodNode(int Id, NeighborhoodNodeKind Kind, int Depth)
{
    /// <summary>The object, or -1 for a root and for "more".</summary>
    public int ObjectIndex { get; init; } = -1;

    /// <summary>The object's type; for "more" the type of all hidden objects when it is one; null for a root.</summary>
    public HeapType? Type { get; init; }

    /// <summary>The object's address; 0 when it has none.</summary>
    public ulong Address { get; init; }

    /// <summary>What a collection would free if this object went; null when nobody asked, or it is not reachable.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>The object's generation; null when nobody asked, or it is not known.</summary>
    public HeapGeneration? Generation { get; init; }

    /// <summary>The object's size; 0 for a root, the size of all hidden objects for "more".</summary>
    public long Bytes { get; init; }

    /// <summary>The object's value in a few words, where it has one.</summary>
    public string? Value { get; init; }

    /// <summary>What else the user wants to be told of the object; null for nothing.</summary>
    public string? ExtraInfo { get; init; }

    /// <summary>Attributes that the user gives its box in Graphviz's language; null for none.</summary>
    public IReadOnlyDictionary<string, string>? ExtraAttributes { get; init; }

    /// <summary>Number of referrers of the object, roots included: of all that may be shown, not only of those that are.</summary>
    public int ReferrerCount { get; init; }

    /// <summary>The root that this node stands for; null otherwise. For "more" the first of several of one kind.</summary>
    public HeapRoot? Root { get; init; }

    /// <summary>For "more": how many objects (or roots) it stands for.</summary>
    public int HiddenCount { get; init; }

    /// <summary>For "more": true when what is hidden are steps of a chain, not neighbours.</summary>
    public bool HidesSteps { get; init; }

    /// <summary>True when the user asked for this object to stand out (<c>--highlight</c>).</summary>
    public bool IsHighlighted { get; init; }
}

/// <summary>What a node stands for.</summary>
public enum NeighborhoodNodeKind
{
    /// <summary>A chosen object.</summary>
    Target,

    /// <summary>Any other object.</summary>
    Object,

    /// <summary>A GC root.</summary>
    Root,

    /// <summary>Objects that are not shown each: all of one type where <see cref="NeighborhoodNode.Type"/> says so.</summary>
    More,

    /// <summary>An object that a chain begins at.</summary>
    Start,
}

/// <summary>One arrow of the picture.</summary>
/// <param name="From">Node of the referrer (or root).</param>
/// <param name="To">Node of what it refers to.</param>
/// <param name="Label">The field, <c>[index]</c> or other name of the slot; null when there is none to tell.</param>
public sealed record NeighborhoodEdge(int From, int To, SlotLabel? Label)
{
    /// <summary>How many inner nodes of a collection (its array, entries or nodes) stand between the two, which are not shown.</summary>
    public int Through { get; init; }

    /// <summary>What the reference does to what it refers to.</summary>
    public ReferenceStrength Strength { get; init; }
}

/// <summary>Whether a reference keeps alive what it refers to.</summary>
public enum ReferenceStrength
{
    /// <summary>It does.</summary>
    Strong,

    /// <summary>As long as the key of a dependent handle lives, from which it comes: an entry of a <c>ConditionalWeakTable</c>.</summary>
    Dependent,

    /// <summary>It does not: a <c>WeakReference</c>, or a <c>ConditionalWeakTable</c> and its keys.</summary>
    Weak,
}

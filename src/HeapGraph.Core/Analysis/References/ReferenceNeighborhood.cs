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
        Nodes = [.. Nodes.Select(node => node is ObjectNode shown ? shown with
        {
            RetainedBytes = dominators?.IsReachable(shown.ObjectIndex) == true ? dominators.RetainedBytesOf(shown.ObjectIndex) : shown.RetainedBytes,
            RetainedShare = dominators?.IsReachable(shown.ObjectIndex) == true ? (double)dominators.RetainedBytesOf(shown.ObjectIndex) / dominators.ReachableBytes : shown.RetainedShare,
            Generation = generations?[shown.ObjectIndex] ?? shown.Generation,
        }
        : node)],
    };
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

using QuikGraph;

namespace HeapGraph;

/// <summary>One arrow of a picture, from the referrer to what it refers to.</summary>
/// <param name="source">The referrer, or a root.</param>
/// <param name="target">What it refers to.</param>
/// <param name="label">The field, <c>[index]</c> or other name of the slot; null when there is none to tell.</param>
/// <param name="hiddenCount">Number of parallel references that this arrow stands for; 0 when it is one reference.</param>
public sealed class PictureEdge(NeighborhoodNode source, NeighborhoodNode target, string? label, int hiddenCount) : IEdge<NeighborhoodNode>
{
    /// <summary>The referrer, or a root.</summary>
    public NeighborhoodNode Source => source;

    /// <summary>What it refers to.</summary>
    public NeighborhoodNode Target => target;

    /// <summary>The field, <c>[index]</c> or other name of the slot; null when there is none to tell.</summary>
    public string? Label => label;

    /// <summary>Number of parallel references that this arrow stands for; 0 when it is one reference.</summary>
    public int HiddenCount => hiddenCount;

    /// <summary>What it does to what it refers to.</summary>
    public ReferenceStrength Strength { get; init; }
}

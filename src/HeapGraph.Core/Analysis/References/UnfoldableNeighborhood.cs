using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.References;

/// <summary>A neighbourhood together with some of what it does not show, for whoever looks at it to unfold.</summary>
/// <param name="Shown">What is seen at first.</param>
/// <param name="Whole">All of it: the nodes of <see cref="Shown"/> under the same ids, then those that appear on unfolding;
/// the references of <see cref="Shown"/>, then those of the others.</param>
/// <param name="RevealedBy">By node, the nodes that appear when it is unfolded; a "more" node gives way to them. Without an
/// entry nothing more is known of the node; with an empty one there is nothing more.</param>
internal sealed partial record UnfoldableNeighborhood(
    ReferenceNeighborhood Shown, ReferenceNeighborhood Whole, IReadOnlyDictionary<int, IReadOnlyList<int>> RevealedBy)
{
    /// <summary>What is held besides the nodes that are seen at first, at most.</summary>
    public const int MaxHiddenNodes = 600;

    /// <summary>Neighbours that appear at once when a node is unfolded, at most; the others stay behind a "more" node.</summary>
    public const int MaxRevealed = 20;

    /// <summary>Neighbours of one node that are held besides those that are seen at first, at most.</summary>
    public const int MaxBehind = 3 * MaxRevealed;

    /// <summary>A neighbourhood of which no more is known.</summary>
    public static UnfoldableNeighborhood Without(ReferenceNeighborhood shown) => new(shown, shown, new Dictionary<int, IReadOnlyList<int>>());

    /// <summary>Looks up what lies behind the nodes of a neighbourhood, nearest first, until
    /// <see cref="MaxHiddenNodes"/> are found. Costs what the rows of the looked at objects in the edge table cost.</summary>
    /// <param name="snapshot">A heap with <see cref="GraphParts.All"/>.</param>
    /// <param name="shown">What is seen at first.</param>
    /// <param name="options">How it was walked: which direction, which objects count.</param>
    /// <param name="hiddenSteps">Of a picture of chains, the objects that a "more" node stands for; null elsewhere.</param>
    public static UnfoldableNeighborhood Of(
        HeapSnapshot snapshot, ReferenceNeighborhood shown, NeighborhoodOptions options, IReadOnlyDictionary<int, IReadOnlyList<int>>? hiddenSteps = null) =>
        new Growing(snapshot, shown, options, hiddenSteps ?? new Dictionary<int, IReadOnlyList<int>>()).Grow();
}

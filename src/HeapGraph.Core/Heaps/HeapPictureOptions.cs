using HeapGraph.Core.Analysis;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph.Core.Heaps;

/// <summary>What a picture of references shows, and how it looks.</summary>
/// <example><code>heap.BackReferences(orders, maxDepth: 5, new() { TooMany = 20, Exclude = ["System.*"], ShortNames = true })</code></example>
public sealed record HeapPictureOptions
{
    /// <summary>Neighbours shown per object, at most; the rest become one box, "N more". objgraph's <c>too_many</c>.</summary>
    public int TooMany { get; init; } = 10;

    /// <summary>Boxes shown in all, at most.</summary>
    public int MaxNodes { get; init; } = 300;

    /// <summary>Types that are left out, with what lies behind them: names as in <see cref="Heap.ObjectsOf"/>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Types that stand out in blue: names as in <see cref="Heap.ObjectsOf"/>. objgraph's <c>highlight</c>.</summary>
    public IReadOnlyList<string> Highlight { get; init; } = [];

    /// <summary>Type names without namespaces, in pictures. objgraph's <c>shortnames</c>.</summary>
    public bool ShortNames { get; init; }

    /// <summary>The number of referrers behind each type's name, in pictures. objgraph's <c>refcounts</c>.</summary>
    public bool Refcounts { get; init; }

    /// <summary>Which objects may be shown besides the chosen ones.</summary>
    public ObjectScope Scope { get; init; } = ObjectScope.Reachable;

    internal PictureOptions Look => new(ShortNames, Refcounts);
}

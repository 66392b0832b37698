using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph;

/// <summary>What a picture of references shows, and how it looks.</summary>
/// <example><code>heap.BackReferences(orders, maxDepth: 5, new() { TooMany = 20, Exclude = ["System.*"], ShortNames = true })</code></example>
public sealed record HeapPictureOptions
{
    /// <summary>Neighbours shown per object, at most; the rest become one box, "N more". objgraph's <c>too_many</c>.</summary>
    public int TooMany { get; init; } = 10;

    /// <summary>Boxes shown in all, at most.</summary>
    public int MaxNodes { get; init; } = 300;

    /// <summary>Steps shown of a chain in texts and pictures, at most; those in the middle are left out.</summary>
    public int MaxSteps { get; init; } = 24;

    /// <summary>Objects of a chain that get names and values, at most. Of a longer chain those in the middle have none: each costs a look into
    /// the dump, and a list may have ten million.</summary>
    public int MaxNamed { get; init; } = ChainOptions.MostLookedAt;

    /// <summary>Types that are left out, with what lies behind them: names as in <see cref="Heap.ObjectsOf"/>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Objects that are left out, with what lies behind them. objgraph's <c>extra_ignore</c>.</summary>
    public IEnumerable<HeapObject> Ignore { get; init; } = [];

    /// <summary>Says which objects are shown besides the chosen ones, the arrays and nodes inside collections among them; null for all.
    /// objgraph's <c>filter</c>.</summary>
    /// <example><code>new() { Filter = found => found.Bytes > 1000 }</code></example>
    public Func<HeapObject, bool>? Filter { get; init; }

    /// <summary>Says what else each object tells; null, and a null answer, for nothing. objgraph's <c>extra_info</c>.</summary>
    /// <example><code>new() { ExtraInfo = found => $"retains {found.RetainedBytes:N0} bytes, {found.Generation}" }</code></example>
    public Func<HeapObject, string?>? ExtraInfo { get; init; }

    /// <summary>Gives an object's box more attributes in Graphviz's language, which win over those that it has; null, and a null answer,
    /// for none. objgraph's <c>extra_node_attrs</c>.</summary>
    /// <example><code>new() { ExtraNodeAttributes = found => found.IsReachable ? null : new Dictionary&lt;string, string> { ["color"] = "orange" } }</code></example>
    public Func<HeapObject, IReadOnlyDictionary<string, string>?>? ExtraNodeAttributes { get; init; }

    /// <summary>Where each object leads to in an SVG: <c>{address}</c> and <c>{type}</c> are filled in; null for nowhere.</summary>
    public string? UrlTemplate { get; init; }

    /// <summary>The colours.</summary>
    public PictureTheme Theme { get; init; } = PictureTheme.Light;

    /// <summary>Types that stand out in blue: names as in <see cref="Heap.ObjectsOf"/>. objgraph's <c>highlight</c>.</summary>
    public IReadOnlyList<string> Highlight { get; init; } = [];

    /// <summary>Type names without namespaces, in pictures. objgraph's <c>shortnames</c>.</summary>
    public bool ShortNames { get; init; }

    /// <summary>The number of referrers behind each type's name, in pictures. objgraph's <c>refcounts</c>.</summary>
    public bool Refcounts { get; init; }

    /// <summary>Which objects may be shown besides the chosen ones.</summary>
    public ObjectScope Scope { get; init; } = ObjectScope.Reachable;

    internal PictureOptions Look => new(ShortNames, Refcounts) { Theme = Theme, UrlTemplate = UrlTemplate };
}

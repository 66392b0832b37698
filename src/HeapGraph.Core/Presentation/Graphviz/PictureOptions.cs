using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>What a picture shows besides types, sizes and arrows.</summary>
/// <param name="ShortNames">Names without namespaces.</param>
/// <param name="Refcounts">The number of referrers behind each name.</param>
internal sealed record PictureOptions(bool ShortNames, bool Refcounts)
{
    /// <summary>Its colours.</summary>
    public PictureTheme Theme { get; init; } = PictureTheme.Light;

    /// <summary>Whether each object's address stands in its box; otherwise it is told by the box's tooltip.</summary>
    public bool Addresses { get; init; }

    /// <summary>Where each object's box leads to in an SVG: <c>{address}</c> (hex, without 0x) and <c>{type}</c> (the full
    /// name, escaped for a URL) are filled in. Null for no links.</summary>
    public string? UrlTemplate { get; init; }

    /// <summary>How sentences below the picture name what can be set.</summary>
    public IRemedyWords Words { get; init; } = LibraryWords.Instance;
}

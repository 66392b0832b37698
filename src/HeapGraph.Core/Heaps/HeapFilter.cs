using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph;

/// <summary>Which objects a heap's questions are about, by their types' namespaces and assemblies, by size and by generation. An
/// object counts that fits each part; what is left empty fits all.</summary>
/// <example><code>new HeapOptions { Filter = new() { Assemblies = ["Shop*"], MinBytes = 1024 } }</code></example>
public sealed record HeapFilter
{
    /// <summary>Namespaces, one of which the object's type stands in: exact, with <c>*</c> and <c>?</c>, or <c>/a regular expression/</c>.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Assemblies, one of which declares the object's type: likewise.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    /// <summary>The smallest size of a single object, in bytes.</summary>
    public long MinBytes { get; init; }

    /// <summary>Generations, one of which the object is in.</summary>
    public IReadOnlyList<HeapGeneration> Generations { get; init; } = [];

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    internal ObjectFilter Compiled => new()
    {
        Namespaces = [.. Namespaces.Select(name => new GroupNamePattern(name))],
        Assemblies = [.. Assemblies.Select(name => new GroupNamePattern(name))],
        MinBytes = MinBytes,
        Generations = Generations,
    };
}

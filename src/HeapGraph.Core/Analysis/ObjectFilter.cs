using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis;

/// <summary>Which objects a question is about, by their types' namespaces and assemblies, by size and by generation. An object counts
/// that fits each part; what is left empty fits all.</summary>
internal sealed record ObjectFilter
{
    /// <summary>The filter that leaves nothing out.</summary>
    public static ObjectFilter None { get; } = new();

    /// <summary>Namespaces, one of which the object's type stands in.</summary>
    public IReadOnlyList<GroupNamePattern> Namespaces { get; init; } = [];

    /// <summary>Assemblies, one of which declares the object's type.</summary>
    public IReadOnlyList<GroupNamePattern> Assemblies { get; init; } = [];

    /// <summary>The smallest size of a single object, in bytes.</summary>
    public long MinBytes { get; init; }

    /// <summary>Generations, one of which the object is in.</summary>
    public IReadOnlyList<HeapGeneration> Generations { get; init; } = [];

    /// <summary>What came of a condition that the object has to meet; null where there is none, or it was not looked at yet.</summary>
    public ConditionOutcome? Where { get; init; }

    /// <summary>Whether everything fits.</summary>
    public bool IsEmpty => Namespaces.Count == 0 && Assemblies.Count == 0 && !LooksAtObjects;

    /// <summary>Whether objects of one type may be told apart, so that counts by type do not do.</summary>
    public bool LooksAtObjects => MinBytes > 0 || Generations.Count > 0 || Where is not null;

    /// <summary>Whether objects of a type may fit.</summary>
    public bool IncludesType(HeapType type) =>
        (Namespaces.Count == 0 || type.Parsed.Namespace is var space && Namespaces.Any(pattern => pattern.Matches(space)))
        && (Assemblies.Count == 0 || Assemblies.Any(pattern => pattern.Matches(type.AssemblyName)));

    /// <summary>By object number, whether size, generation and condition fit; null when those of all do. The types are for
    /// <see cref="IncludesType"/>.</summary>
    public Func<int, bool>? ObjectsIn(ObjectGraph graph)
    {
        if (!LooksAtObjects)
        {
            return null;
        }

        var generations = Generations.ToHashSet();
        return index => graph.BytesOf(index) >= MinBytes
            && Where?.Holding.Contains(index) != false
            && (generations.Count == 0 || graph.Generations[index] is { } generation && generations.Contains(generation));
    }
}

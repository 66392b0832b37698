namespace HeapGraph.Core.Inspections;

/// <summary>What belongs to .NET itself rather than to the program.</summary>
internal static class FrameworkCode
{
    private const double SmallPercent = 20;

    /// <summary>Whether a full name of a type or a static field is the framework's.</summary>
    public static bool Owns(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("Internal.", StringComparison.Ordinal);

    /// <summary>Arrays and collections: they hold what others put into them.</summary>
    public static bool IsCollection(HeapType type) =>
        type.Traits.HasFlag(HeapTypeTraits.Array) || type.Name.StartsWith("System.Collections.", StringComparison.Ordinal)
        || type.Name.StartsWith("Microsoft.FSharp.Collections.", StringComparison.Ordinal);

    /// <summary>Why a pile looks like a cache that the framework keeps on purpose: a static field or an object of its own holds
    /// it, nothing of the program stands on the way, and it is small. Null when it does not.</summary>
    public static string? CacheReason(ReferenceChain chain, double percent) =>
        percent < SmallPercent && OwnerOf(chain) is { } owner
            && chain.Steps.SkipLast(1).All(step => Owns(step.Type.Name) || IsCollection(step.Type))
            ? $"Ranked down: it looks like a normal cache of .NET itself, since {owner} owns it and it holds less than {SmallPercent} % of the heap."
            : null;

    /// <summary>The framework's static field that a chain begins at, or of a chain without a static field the object of the
    /// framework nearest to its end; null when neither is there.</summary>
    private static string? OwnerOf(ReferenceChain chain) => chain.Root.IsNamedStatic
        ? Owns(chain.Root.Name!) ? chain.Root.Name : null
        : chain.Steps.SkipLast(1).LastOrDefault(step => Owns(step.Type.Name) && !IsCollection(step.Type))?.Type.ShortName;
}

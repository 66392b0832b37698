using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections;

/// <summary>What .NET itself keeps on purpose.</summary>
internal static class FrameworkCode
{
    private const double SmallPercent = 20;

    /// <summary>Why a pile looks like a cache that the framework keeps on purpose: a static field or an object of its own holds
    /// it, nothing of the program stands on the way, and it is small. Null when it does not.</summary>
    /// <param name="chain">The chain to the pile.</param>
    /// <param name="percent">How much of the heap it holds.</param>
    /// <param name="own">Which namespaces are the program's own.</param>
    public static string? CacheReason(ReferenceChain chain, double percent, OwnNamespaces own) =>
        percent < SmallPercent && OwnerOf(chain, own) is { } owner
            && chain.Steps.SkipLast(1).All(step => FrameworkNames.Owns(step.Type) || FrameworkNames.IsCollection(step.Type))
            ? $"Ranked down: it looks like a normal cache of .NET itself, since {owner} owns it and it holds less than {SmallPercent} % of the heap."
            : null;

    /// <summary>The framework's static field that a chain begins at, or of a chain without a static field the object of the
    /// framework nearest to its end; null when neither is there. What holds whatever the program puts in owns nothing.</summary>
    private static string? OwnerOf(ReferenceChain chain, OwnNamespaces own) => chain.Root.IsNamedStatic
        ? own.LeaveToFramework(chain.Root.Name!) && !FrameworkContainers.Own(chain.Root.Name!) ? chain.Root.Name : null
        : chain.Steps.SkipLast(1).LastOrDefault(step => FrameworkNames.Owns(step.Type) && !FrameworkNames.IsCollection(step.Type) && !FrameworkContainers.Own(step.Type.Name))?.Type.ShortName;
}

using HeapGraph.Core.Graph.Names;

namespace HeapGraph;

/// <summary>How a root leads to objects: what they have in common, whichever they are and wherever they lie.</summary>
/// <param name="RootKind">Kind of the root.</param>
/// <param name="RootName">Its name, without the thread; null where it has none: then all roots of the kind are one.</param>
/// <param name="Steps">The steps, root first; at least one.</param>
public sealed record GrowthPath(HeapRootKind RootKind, string? RootName, IReadOnlyList<GrowthPathStep> Steps)
{
    /// <summary>The type of the objects at its end.</summary>
    public HeapType Type => Steps[^1].Type;

    /// <summary>Tells the path from every other, and sorts them.</summary>
    internal string Key => string.Join('\n', [$"{RootKind}", RootName ?? "", .. Steps.Select(step => $"{step.Via} {step.Type.Name} {step.Type.AssemblyName}")]);
}

/// <summary>One step of a path.</summary>
/// <param name="Via">The slot by name, as it is for all objects on the path (<c>_items</c>, <c>[*].value</c>); null for the first
/// step, which is the root's, and where it has no name.</param>
/// <param name="Type">The type of the objects that it leads to.</param>
public sealed record GrowthPathStep(SlotLabel? Via, HeapType Type)
{
    /// <summary>Whether it stands for any number of such steps: a linked list, a tree.</summary>
    public bool IsRepeated { get; init; }
}

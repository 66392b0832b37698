namespace HeapGraph;

/// <summary>The independent ways in which some objects are kept alive, and the fewest cuts that free them.</summary>
/// <param name="Objects">The objects that were asked about and are reachable.</param>
/// <param name="Ways">The ways; that of each is the chain of the same number in the report.</param>
/// <param name="Fewest">The fewest references to clear so that none of the objects is reachable any more, in words, those near the objects before others;
/// empty where that can't be known.</param>
/// <param name="Together">What would go without these.</param>
public sealed record AnchorReport(long Objects, IReadOnlyList<Anchor> Ways, IReadOnlyList<AnchorCut> Fewest, AnchorFreed Together)
{
    /// <summary>Whether all ways were found, and each is there though the others are cut.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether no fewer cuts will do.</summary>
    public bool IsFewest { get; init; } = true;
}

/// <summary>One of several independent ways.</summary>
/// <param name="Cut">The reference to clear: the program's own that is nearest to the objects. Null where none can be.</param>
/// <param name="Alone">What would go without this one alone.</param>
public sealed record Anchor(AnchorCut? Cut, AnchorFreed Alone);

/// <summary>A reference to clear: a field of all objects of a type, a static field, or a root.</summary>
/// <param name="Place"><c>field Sheet.Cells</c>, <c>static field Shop.Catalog.Items</c>, <c>a local variable of Program.Main</c>.</param>
/// <param name="Field">The field as <c>Namespace.Type.Field</c>; null for a root that is none.</param>
public sealed record AnchorCut(string Place, string? Field);

/// <summary>What a collection would free.</summary>
/// <param name="Chosen">How many of the objects that were asked about.</param>
/// <param name="Objects">All objects, these included.</param>
/// <param name="Bytes">Their sizes added up.</param>
public readonly record struct AnchorFreed(long Chosen, long Objects, long Bytes);

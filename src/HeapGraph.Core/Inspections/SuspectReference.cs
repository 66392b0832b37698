using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections;

/// <summary>The reference that a finding suspects.</summary>
/// <param name="Chain">Why one of the objects is alive.</param>
/// <param name="Step">The step that it leads to; for step 0 that is the root. -1 when none of the chain is suspected.</param>
internal sealed record SuspectReference(ReferenceChain Chain, int Step)
{
    /// <summary>The type of what it leads to.</summary>
    public HeapType Type => Chain.Steps[Step].Type;

    /// <summary>The root that the chain begins at.</summary>
    public SuspectReference Root => this with { Step = 0 };

    /// <summary>The one above the collections that this step stands in: see <see cref="ChainWords"/>.</summary>
    public SuspectReference Collection => this with { Step = Chain.CollectionAbove(Step) };

    /// <summary>The program's own, above what .NET puts between: see <see cref="ChainWords"/>.</summary>
    public SuspectReference Keeper => this with { Step = Chain.KeeperAbove(Step) };

    /// <summary><c>static field Shop.Catalog.Items</c>, <c>field Sheet.Cells</c>.</summary>
    public string InWords => Chain.ReferenceTo(Step);

    /// <summary>The field that it is, as <c>Namespace.Type.Field</c>; null where it is none.</summary>
    public string? Field => Step switch
    {
        0 => Chain.Root is { Kind: HeapRootKind.Static, Name: { } name } ? name : null,
        > 0 when Chain.Steps[Step].Via is [{ Kind: SlotKind.Field, IsPath: true } label, ..] => $"{Chain.Steps[Step - 1].Type.Name}.{label.Name}",
        _ => null,
    };

    /// <summary>It and all below it, for a fingerprint.</summary>
    public IEnumerable<string> Parts => LeakFingerprint.PartsOf(Chain, Step);

    /// <summary>It alone, whatever type it leads to, for a fingerprint.</summary>
    public IEnumerable<string> PlaceParts => LeakFingerprint.PlaceOf(Chain, Step);

    /// <summary>It alone, with the type that it leads to, for a fingerprint.</summary>
    public IEnumerable<string> OwnParts => LeakFingerprint.PartsOf(Chain, Step, Step);
}

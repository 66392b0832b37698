using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Piles;

/// <summary>What a collection tells of how it came to hold what it holds: whether all of it was ever taken out, and whether it may grow.</summary>
/// <remarks>A look at a few numbers of one collection, and of the object that owns it.</remarks>
/// <param name="Kind">What it tells.</param>
/// <param name="Because">The same in words, as part of a sentence.</param>
internal sealed record PileHistory(PileHistoryKind Kind, string Because)
{
    private static readonly string[] OptionsEndings = ["Options", "Settings", "Limits", "Configuration"];
    private const int LeastThere = 100;          // of fewer the numbers tell nothing
    private const int InOneGo = 10;              // so many elements for each change
    private const int TurnsOver = 2;             // so many were there for each that is there now
    private const int Slack = 100;               // one change more in so many

    /// <summary>What the collections on the way from one step of a chain to its end tell; null where they tell nothing.</summary>
    public static PileHistory? Of(InspectedHeap heap, ReferenceChain chain, int collection)
    {
        if (heap.Contents is not null && LimitOf(heap, chain) is { } limited)
        {
            return limited;
        }

        for (var step = collection; step < chain.Steps.Count && heap.Contents is not null; step++)
        {
            var definition = CollectionShapes.DefinitionOf(chain.Steps[step].Type);
            if (ImmutableCollections.IsFrozen(definition))
            {
                return new PileHistory(PileHistoryKind.InOneGo, "nothing can be added to a frozen collection");
            }

            if (FrameworkCollections.Named(definition) is { } known && known.Count is ElementCount.Number count && ThereIn(heap, chain.Steps[step].ObjectIndex, count) is >= LeastThere and var there)
            {
                return BoundOf(heap, chain, step, there) ?? (known.Changes is { } changes ? ByChanges(heap, chain.Steps[step].ObjectIndex, changes, there) : null);
            }
        }

        return null;
    }

    private static long? NumberOf(InspectedHeap heap, int objectIndex, params IReadOnlyList<string> names) =>
        heap.Contents!.FieldOf(objectIndex, names) is { } field ? heap.Contents.NumberIn(objectIndex, field) : null;

    private static long? ThereIn(InspectedHeap heap, int collection, ElementCount.Number count) =>
        NumberOf(heap, collection, count.Field) - (count.Less is { } less ? NumberOf(heap, collection, less) : 0);

    /// <summary>What the object that owns the collection, or its options, says that it holds at most.</summary>
    private static PileHistory? BoundOf(InspectedHeap heap, ReferenceChain chain, int step, long there)
    {
        if (step == 0 || FrameworkNames.Owns(chain.Steps[step - 1].Type) || FrameworkNames.IsCollection(chain.Steps[step - 1].Type))
        {
            return null;
        }

        foreach (var owner in (int[])[chain.Steps[step - 1].ObjectIndex, .. OptionsOf(heap, chain.Steps[step - 1].ObjectIndex)])
        {
            if (heap.Contents!.FieldOf(owner, BoundFields.Names) is { } field && heap.Contents.NumberIn(owner, field) is { } bound && bound >= there)
            {
                return new PileHistory(PileHistoryKind.Bounded, $"field {FieldName.InSource(field.Name)} of its {heap.Graph.TypeOf(owner).ShortName} bounds it to {bound:N0}, and {there:N0} are there");
            }
        }

        return null;
    }

    /// <summary>A MemoryCache with a limit, whatever its entries count as.</summary>
    private static PileHistory? LimitOf(InspectedHeap heap, ReferenceChain chain)
    {
        foreach (var step in chain.Steps.Where(step => step.Type.Name == FrameworkNames.MemoryCache))
        {
            foreach (var options in OptionsOf(heap, step.ObjectIndex))
            {
                if (NumberOf(heap, options, BoundFields.Names) is >= 0 and var limit)
                {
                    return new PileHistory(PileHistoryKind.Bounded, $"the SizeLimit of its MemoryCache is {limit:N0}");
                }
            }
        }

        return null;
    }

    private static IEnumerable<int> OptionsOf(InspectedHeap heap, int owner)
    {
        foreach (var reference in heap.Graph.References[owner].ToArray())
        {
            if (Array.Exists(OptionsEndings, ending => heap.Graph.TypeOf(reference).ShortName.EndsWith(ending, StringComparison.Ordinal)))
            {
                yield return reference;
            }
        }
    }

    private static PileHistory? ByChanges(InspectedHeap heap, int collection, ChangeCount changes, long there)
    {
        if (NumberOf(heap, collection, changes.Field) is not (>= 0 and var changed))
        {
            return null;
        }

        var added = changes.OfRemovals ? (changed + there) / 2 : changed;
        return changed * InOneGo <= there ? new PileHistory(PileHistoryKind.InOneGo, $"it was filled in one go: {there:N0} are there after {changed:N0} {(changed == 1 ? "change" : "changes")}")
            : added >= there * TurnsOver ? new PileHistory(PileHistoryKind.TurnsOver, $"things are taken out of it again: {there:N0} are there after {changed:N0} changes")
            : changed >= there && changed <= there + (there / Slack) ? new PileHistory(PileHistoryKind.OnlyGrows, $"each of the {there:N0} that were ever added is still there")
            : null;
    }
}

/// <summary>What a collection tells of itself.</summary>
internal enum PileHistoryKind
{
    /// <summary>One by one things were added, and none was taken out.</summary>
    OnlyGrows,

    /// <summary>It was filled at once, and nothing was added since.</summary>
    InOneGo,

    /// <summary>Things come and go.</summary>
    TurnsOver,

    /// <summary>Its owner bounds it.</summary>
    Bounded,

    /// <summary>Others keep what is in it, and it is not what keeps it.</summary>
    InUse,
}

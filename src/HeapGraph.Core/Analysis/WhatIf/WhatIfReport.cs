using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph;

/// <summary>What a collection would free if some references were cleared.</summary>
/// <param name="Cuts">The references, as they were chosen.</param>
/// <param name="Freed">What would go; its types as many as asked for.</param>
/// <param name="TypeCount">Number of types of which something would go, before any limit.</param>
/// <param name="TargetObjects">Reachable objects that the references lead to.</param>
/// <param name="TargetsKept">How many of them would stay alive, since they are reached by other ways.</param>
/// <param name="TotalObjects">All reachable objects.</param>
/// <param name="TotalBytes">Their bytes.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed record WhatIfReport(
    IReadOnlyList<WhatIfCut> Cuts,
    FreedObjects Freed,
    int TypeCount,
    long TargetObjects,
    long TargetsKept,
    long TotalObjects,
    long TotalBytes,
    HeapCoverage Coverage)
{
    /// <summary>What the cuts are to free, where they were looked for; null where they were named.</summary>
    public WhatIfSuggestion? Suggested { get; init; }

    /// <summary>Finds the references in some fields and thinks them away.</summary>
    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/> and <see cref="HeapSnapshot.Fields"/>.</param>
    /// <param name="chosen">The fields that each name means; a reference that several mean goes once.</param>
    /// <param name="limit">How many types to name; 0 for all.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static WhatIfReport Of(
        HeapSnapshot snapshot, IReadOnlyList<(string Name, IReadOnlySet<HeapField> Fields)> chosen, int limit, CancellationToken cancellation = default)
    {
        var fields = snapshot.Fields ?? throw new ArgumentException("The snapshot does not tell fields.", nameof(snapshot));
        var before = ReachableObjects.From(snapshot.Graph, cancellation);
        var all = In(chosen.SelectMany(name => name.Fields).ToHashSet());
        var cuts = chosen.Select(name => new WhatIfCut(
            name.Name,
            [.. name.Fields.Select(field => field.FullName).Distinct().Order(StringComparer.Ordinal)],
            chosen.Count == 1 ? all.Count : In(name.Fields.ToHashSet()).Count));
        return Of(snapshot.Graph, before, all, [.. cuts], limit, cancellation);

        ReferenceCut In(HashSet<HeapField> some) => fields.In(some, cancellation).Within(before.Contains);
    }

    /// <summary>Thinks references away and follows those that are left. O(objects + references) time, and a byte per object.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cut">The references.</param>
    /// <param name="cuts">The same as they were chosen.</param>
    /// <param name="limit">How many types to name; 0 for all.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static WhatIfReport Of(ObjectGraph graph, ReferenceCut cut, IReadOnlyList<WhatIfCut> cuts, int limit, CancellationToken cancellation = default) =>
        Of(graph, ReachableObjects.From(graph, cancellation), cut, cuts, limit, cancellation);

    /// <summary>The same where it is known what is reachable.</summary>
    internal static WhatIfReport Of(
        ObjectGraph graph, ObjectSet before, ReferenceCut cut, IReadOnlyList<WhatIfCut> cuts, int limit, CancellationToken cancellation)
    {
        var after = ReachableObjects.Along(graph, new ReferencesLeft(graph, cut), cancellation);
        var freed = FreedObjects.Between(graph, before, after);
        var targets = cut.Targets.Where(before.Contains).ToArray();
        var (objects, bytes) = (0L, 0L);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (before.Contains(index))
            {
                objects++;
                bytes += graph.BytesOf(index);
            }
        }

        IReadOnlyList<TypeTableRow> shown = [.. limit == 0 ? freed.Types : freed.Types.Take(limit)];
        return new WhatIfReport(
            cuts, freed with { Types = shown }, freed.Types.Count, targets.Length, targets.Count(after.Contains), objects, bytes, graph.Coverage);
    }
}

/// <summary>References that were chosen by one name.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Fields">The fields that it means, by their full names, sorted.</param>
/// <param name="References">How many references of reachable objects, and static fields, they are.</param>
public sealed record WhatIfCut(string Name, IReadOnlyList<string> Fields, long References)
{
    /// <summary>What would go without this one alone; null where cuts were named, not looked for.</summary>
    public AnchorFreed? Alone { get; init; }
}

/// <summary>The fewest cuts that free some objects, as far as they were found.</summary>
/// <param name="Objects">How many of the objects that were asked about are reachable.</param>
/// <param name="Freed">How many of them would go with all cuts.</param>
/// <param name="IsComplete">Whether all ways to them were found, and each can be cut.</param>
/// <param name="IsFewest">Whether no fewer cuts will do.</param>
public sealed record WhatIfSuggestion(long Objects, long Freed, bool IsComplete, bool IsFewest);

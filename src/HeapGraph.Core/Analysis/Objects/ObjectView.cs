using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph;

/// <summary>Some objects, each with all that is to be told of it.</summary>
/// <param name="Objects">The objects, in the order asked for.</param>
/// <param name="ChosenObjects">How many objects matched the choice; fewer may be shown (the limit).</param>
/// <param name="Coverage">What could not be read.</param>
public sealed record ObjectReport(IReadOnlyList<ObjectView> Objects, int ChosenObjects, HeapCoverage Coverage)
{
    /// <summary>What was left out of the choice.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;

    /// <summary>Looks at some objects.</summary>
    /// <remarks>One search of the heap for the chains, and what the objects and their referrers cost themselves.</remarks>
    /// <param name="snapshot">A heap with <see cref="GraphParts.All"/>.</param>
    /// <param name="targets">The objects.</param>
    /// <param name="chosenObjects">How many objects the user's choice matched.</param>
    /// <param name="options">How much of each.</param>
    /// <param name="tree">The heap's dominator tree where retained sizes are wanted.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static ObjectReport Of(
        HeapSnapshot snapshot, IReadOnlyList<int> targets, int chosenObjects, ObjectViewOptions options, DominatorTree? tree, CancellationToken cancellation = default)
    {
        var reachable = ReachableObjects.From(snapshot.Graph, cancellation);
        var chains = ChainReport.Of(snapshot, targets, chosenObjects, new ChainOptions { SkipsInnerNodes = options.SkipsInnerNodes, MostNamed = options.MostNamed }, cancellation);
        return new ObjectReport([.. targets.Select((target, number) => ViewOf(target, chains.Objects[number]))], chosenObjects, snapshot.Graph.Coverage);

        ObjectView ViewOf(int target, ObjectChains chain)
        {
            // Of garbage, what refers to it is garbage too.
            var isReachable = reachable.Contains(target);
            var inside = WithWeak(snapshot.Details.InsideOf(target, options.MaxElements), snapshot.Details.WeakReferencesOf(target), options.MaxElements);
            return new ObjectView(
                chain.Object,
                inside,
                [.. (inside?.Fields ?? []).Select(field => field.To < 0 ? null : ChainStep.Of(snapshot.Graph, field.To).DescribedBy(snapshot.Details))],
                ReferenceNeighborhood.Of(snapshot, [target], 1, new NeighborhoodOptions
                {
                    MaxDepth = 1, TooMany = options.MaxReferrers, Reachable = isReachable ? reachable : null, SkipsInnerNodes = options.SkipsInnerNodes, Cancellation = cancellation,
                }),
                chain.Chains is [var first, ..] ? first : null,
                isReachable && tree is not null ? tree.RetainedBytesOf(target) : null)
            {
                Generation = snapshot.Graph.Generations[target],
            };
        }
    }

    /// <summary>What an object refers to weakly stands in the runtime's handles, and is told behind its fields.</summary>
    private static ObjectInside? WithWeak(ObjectInside? inside, IReadOnlyList<WeakArrow> weak, int maxElements) => inside is null ? null : inside with
    {
        Fields = [.. inside.Fields, .. weak.Take(maxElements).Select(arrow => new ObjectField(arrow.Label, "object", null, IsReference: true, arrow.To) { IsWeak = true })],
        HiddenElements = inside.HiddenElements + Math.Max(0, weak.Count - maxElements),
    };
}

/// <summary>One object, what it consists of, who refers to it and why it is alive.</summary>
/// <param name="Object">The object.</param>
/// <param name="Inside">What it consists of; null where a reader can not tell.</param>
/// <param name="Targets">By field, what it refers to; null where that is nothing.</param>
/// <param name="Referrers">The object and the first of those that refer to it.</param>
/// <param name="Chain">The shortest chain from a root; null when none reaches it.</param>
/// <param name="RetainedBytes">What would be freed with it; null when nobody asked, or when it is garbage.</param>
public sealed record ObjectView(
    ChainStep Object, ObjectInside? Inside, IReadOnlyList<ChainStep?> Targets, ReferenceNeighborhood Referrers, ReferenceChain? Chain, long? RetainedBytes)
{
    /// <summary>Where on the heap the object lies; null when it is not known.</summary>
    public HeapGeneration? Generation { get; init; }

    /// <summary>Of an object that no root reaches, what it hangs on; null for others.</summary>
    public GarbageReport? Garbage { get; init; }
}

/// <summary>How much of an object is shown.</summary>
internal sealed record ObjectViewOptions
{
    /// <summary>Elements of an array, at most.</summary>
    public int MaxElements { get; init; } = 10;

    /// <summary>Referrers, at most.</summary>
    public int MaxReferrers { get; init; } = 10;

    /// <summary>Whether the arrays and nodes in which collections keep their elements are passed over.</summary>
    public bool SkipsInnerNodes { get; init; }

    /// <summary>Objects of the chain that get names and values, at most.</summary>
    public int MostNamed { get; init; } = int.MaxValue;
}

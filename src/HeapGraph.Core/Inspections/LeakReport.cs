using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Inspections.Piles;

namespace HeapGraph;

/// <summary>The leak suspects of a heap.</summary>
/// <param name="Findings">The gravest first.</param>
/// <param name="FindingCount">How many there were before any limit.</param>
/// <param name="TotalObjects">All reachable objects.</param>
/// <param name="TotalBytes">Their bytes.</param>
/// <param name="Coverage">What could not be read.</param>
public sealed partial record LeakReport(
    IReadOnlyList<LeakFinding> Findings, int FindingCount, long TotalObjects, long TotalBytes, HeapCoverage Coverage)
{
    private const int MostFilled = 20;   // findings: nobody reads on, and each may take a search of the program's code

    /// <summary>What a baseline had and this heap has not; null without a baseline.</summary>
    internal IReadOnlyList<BaselineFinding>? Gone { get; init; }

    /// <summary>What nothing keeps alive, where that is most of the heap; null else.</summary>
    public GarbageReport? Garbage { get; init; }

    /// <summary>What fills the process, where that is something else than objects in use; null else.</summary>
    public MemoryVerdict? Memory { get; init; }

    /// <summary>What was looked for and not found, each as a few words; empty when not all could be looked for.</summary>
    public IReadOnlyList<string> NotFound { get; init; } = [];

    /// <summary>Inspects a heap.</summary>
    /// <remarks>A dominator tree, a search for chains, and a few passes over the objects.</remarks>
    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="cancellation">Ends the inspections.</param>
    internal static LeakReport Of(HeapSnapshot snapshot, DominatorTree tree, CancellationToken cancellation = default) => Of(snapshot, () => tree, OwnNamespaces.Unsaid, null, cancellation);

    /// <inheritdoc cref="Of(HeapSnapshot, DominatorTree, CancellationToken)"/>
    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="dominators">Finds its dominator tree; contents are compared meanwhile.</param>
    /// <param name="own">Which namespaces are the program's own.</param>
    /// <param name="clock">Told what each inspection takes; null for nobody.</param>
    /// <param name="cancellation">Ends the inspections.</param>
    internal static LeakReport Of(HeapSnapshot snapshot, Func<DominatorTree> dominators, OwnNamespaces own, IPhaseClock? clock, CancellationToken cancellation)
    {
        using var comparing = snapshot.Contents?.CompareContents(null, cancellation);
        var tree = dominators();
        using var heap = new InspectedHeap(snapshot, tree, comparing, cancellation) { Own = own };
        return clock.Timed("Inspecting", () => Of(heap, clock));
    }

    private static LeakReport Of(InspectedHeap heap, IPhaseClock? clock)
    {
        heap.Begin();
        var (found, notFound) = (new List<LeakFinding>(), new List<string>());
        foreach (var inspection in AllInspections.List)
        {
            var before = found.Count;
            found.AddRange(clock.Timed($"Looking for {inspection.Subject}", () => inspection.Find(heap).Select(finding => finding with { Rule = inspection.Name }).ToArray()));
            if (found.Count == before && inspection.CanJudge(heap))
            {
                notFound.Add(inspection.Subject);
            }
        }

        // What a finding is about is told by another one that explains it.
        var about = found.SelectMany(finding => finding.About).ToHashSet();
        var explainers = found.SelectMany(finding => finding.Explained.Where(about.Contains).Distinct(), (finding, index) => (finding, index)).ToLookup(pair => pair.index, pair => pair.finding);
        LeakFinding[] findings = [.. found.Where(finding => !finding.About.Any(index => explainers[index].Any(other => !ReferenceEquals(other, finding))))
            .GravestFirst()
            .Select((finding, number) => heap.ForReaders(finding) with
            {
                FilledIn = number < MostFilled ? heap.FillersOf(finding) : null,
                Explained = [],   // their objects may be millions
                About = [],
            })];
        return new LeakReport(findings, findings.Length, heap.Tree.ReachableCount, heap.Tree.ReachableBytes, heap.Graph.Coverage) { NotFound = notFound, Garbage = LargeGarbage.In(heap) };
    }

    /// <summary>The finding of an id alone, or none.</summary>
    internal LeakReport Only(string id)
    {
        LeakFinding[] left = [.. Findings.Where(finding => finding.Id == id)];
        return this with { Findings = left, FindingCount = left.Length, Silenced = [.. Silenced.Where(silenced => silenced.Finding.Id == id)], NotFound = [], Gone = Gone is null ? null : [.. Gone.Where(gone => gone.Id == id)] };
    }

    /// <summary>The first findings only.</summary>
    /// <param name="limit">How many; 0 for all.</param>
    internal LeakReport Limited(int limit) => limit == 0 ? this : this with { Findings = [.. Findings.Take(limit)] };
}

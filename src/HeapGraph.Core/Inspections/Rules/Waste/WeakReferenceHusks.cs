namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>WeakReference objects whose target is gone, kept by collections that nobody clears.</summary>
/// <remarks>Reads the handle of each WeakReference.</remarks>
internal sealed class WeakReferenceHusks : ILeakInspection
{
    public string Name => "empty-weak-references";

    public string Subject => "WeakReference objects without a target";

    public string FalseAlarms => "A table that was about to be cleared: most clear themselves when they grow.";

    private const int LeastPercent = 50;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.ByHolder(heap.ObjectsOf(type => type.Name == "System.WeakReference" || type.Name.StartsWith("System.WeakReference<", StringComparison.Ordinal)))
            .Where(held => held.Length >= LeakThresholds.LeastObjects)
            .Select(held => (All: held.Length, Husks: Array.FindAll(held, weak => contents.HasTarget(weak) == false)))
            .Where(found => found.Husks.Length >= LeakThresholds.LeastObjects && found.Husks.Length * 100L >= found.All * (long)LeastPercent)
            .Select(found => FindingOf(heap, found.Husks, found.All))
            .OfType<LeakFinding>()
            .Where(heap.Thresholds.AreMany);

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] husks, int all)
    {
        if (heap.KeeperOf(husks) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(husks[0]).ShortName;
        var suspect = new Suspect(heap, husks) { Kind = LeakKind.Leaked, Sureness = (LeakCertainty.Certain, "their targets are gone"), Reference = reference, MayBeCache = true };
        return suspect.Finding(
            LeakFingerprint.Of(["husks", .. reference.Parts]),
            $"{husks.Length:N0} empty {type} are left in {suspect.Place}, their targets are gone",
            [
                $"{husks.Length:N0} of {all:N0} {type} there have lost their target and are of no more use.",
                "Each also costs a GC handle and a finalizer, and whatever else was stored with it.",
            ],
            heap.Thresholds.ManyStated($"WeakReference objects without target under one type of holder, {LeastPercent} % of all that it holds"),
            remedy: $"Clear {suspect.Place} of what has no target now and then, such as on each 1,000th addition; "
                + "or use a ConditionalWeakTable, which clears itself.");
    }
}

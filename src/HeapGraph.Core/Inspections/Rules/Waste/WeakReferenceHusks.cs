using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>WeakReference objects whose target is gone, kept by collections that nobody clears, by themselves or each in an object of the program's own,
/// such as a subscription.</summary>
/// <remarks>Reads the handle of each WeakReference.</remarks>
internal sealed class WeakReferenceHusks : ILeakInspection
{
    public string Name => "empty-weak-references";

    public string Subject => "WeakReference objects without a target";

    public string FalseAlarms => "A table that was about to be cleared: most clear themselves when they grow.";

    private const int LeastPercent = 50;
    private const int Samples = 32;
    private static readonly string[] Subscriptions = ["subscri", "weak", "handler", "listener", "observer", "registration"];
    private const string WeakReference = "System.WeakReference";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.ByHolder(heap.TypesWith(1).Where(type => IsWeak(heap, type)).SelectMany(type => heap.ObjectsOf(type).ToArray()))
            .Where(held => held.Length >= LeakThresholds.LeastObjects)
            .Select(held => (All: held.Length, Husks: Array.FindAll(held, weak => contents.HasTarget(weak) == false)))
            .Where(found => found.Husks.Length >= LeakThresholds.LeastObjects && found.Husks.Length * 100L >= found.All * (long)LeastPercent)
            .Select(found => FindingOf(heap, found.Husks, found.All))
            .OfType<LeakFinding>()
            .Where(heap.Thresholds.AreMany);

    private static bool IsWeak(InspectedHeap heap, int type) => heap.Graph.Types[type] is var weak
        && (weak.Name == WeakReference || weak.Name.StartsWith($"{WeakReference}<", StringComparison.Ordinal)
            || (weak.Traits.HasFlag(HeapTypeTraits.Finalizable) && !FrameworkNames.Owns(weak) && heap.Contents!.BaseTypesOf(heap.ObjectsOf(type)[0]).Contains(WeakReference)));

    /// <summary>The objects of the program's own in which they stand; empty where they stand in collections themselves.</summary>
    private static int[] WrappersOf(InspectedHeap heap, int[] husks)
    {
        int[] holders = [.. heap.HoldersOf(husks)];
        return holders.Length * 2 >= husks.Length && FrameworkNames.IsOwn(heap.Graph.TypeOf(holders[0])) ? holders : [];
    }

    /// <summary>Whether objects have nothing to do without the target: they are subscriptions by name or by what they call, and refer to nothing else of the program's.</summary>
    private static bool AreOfNoUse(InspectedHeap heap, int[] wrappers) => Array.TrueForAll(wrappers.Sample(Samples), wrapper =>
    {
        var type = heap.Graph.TypeOf(wrapper);
        HeapType[] targets = [.. heap.Graph.References[wrapper].ToArray().Select(heap.Graph.TypeOf)];
        return (Array.Exists(Subscriptions, word => type.ShortName.Contains(word, StringComparison.OrdinalIgnoreCase)) || Array.Exists(targets, IsCalled))
            && Array.TrueForAll(targets, target => target == type || IsCalled(target) || target.Traits.HasFlag(HeapTypeTraits.String)
                || target.Name.StartsWith(WeakReference, StringComparison.Ordinal));
    });

    private static bool IsCalled(HeapType type) => type.IsDelegate || type.Name == "System.RuntimeType" || type.Name.StartsWith("System.Reflection.", StringComparison.Ordinal);

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] husks, int all)
    {
        var wrappers = WrappersOf(heap, husks);
        if (wrappers.Length > 0 && !AreOfNoUse(heap, wrappers))
        {
            return null;   // an object with a weak reference to one that has gone is in use all the same
        }

        int[] dead = wrappers.Length > 0 ? wrappers : husks;
        if (heap.KeeperOf(dead) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(husks[0]).ShortName;
        var suspect = new Suspect(heap, dead)
        {
            Reference = reference,
            MayBeCache = true,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Certain, "their targets have been collected, so that nothing can come of them"),
            Explained = [.. husks, .. heap.WithHolders(dead), .. heap.HoldersOf(heap.HoldersOf(dead))],
        };
        var wrapper = wrappers.Length == 0 ? null : heap.Graph.TypeOf(wrappers[0]).ShortName;
        var at = TargetOf(heap, reference) is { } target ? $" for {target}" : "";
        var finding = suspect.Finding(
            LeakFingerprint.Of(["husks", .. reference.Parts]),
            wrapper is null ? $"{husks.Length:N0} empty {type} are left{at} in {suspect.Place}, their targets are gone"
                : $"{dead.Length:N0} dead {wrapper} are left{at} in {suspect.Place}, the targets of their {type} are gone",
            [
                $"{husks.Length:N0} of {all:N0} {type} there have lost their target and are of no more use{(wrapper is null ? "" : $", nor is the {wrapper} around each")}.",
                "A weak subscription whose subscriber is gone looks like this. Each also costs a GC handle and a finalizer, and whatever else was stored with it.",
            ],
            heap.Thresholds.ManyStated($"WeakReference objects without target under one type of holder, {LeastPercent} % of all that it holds"),
            remedy: $"Clear {suspect.Place} of what has no target now and then, such as on each 1,000th addition"
                + (at.Length > 0 ? "." : "; or use a ConditionalWeakTable, which clears itself."));
        var keys = heap.ForReaders(finding).Chain!.Steps.SelectMany(step => step.Via).Select(label => label.Key).OfType<string>().ToArray();
        return keys.Length == 0 ? finding : finding with { Evidence = [.. finding.Evidence, $"That on the chain stands under {string.Join(", ", keys)}."] };
    }

    /// <summary>The type of the object that the program has hung them on by a ConditionalWeakTable; null for none.</summary>
    private static string? TargetOf(InspectedHeap heap, SuspectReference reference)
    {
        var onChain = reference.Chain.Steps.Skip(reference.Step).Select(step => step.ObjectIndex).ToHashSet();
        return heap.Contents!.DependentHandles.FirstOrDefault(entry => onChain.Contains(entry.Value), (Key: -1, Value: -1)) is (>= 0 and var key, _) ? heap.Graph.TypeOf(key).ShortName : null;
    }
}

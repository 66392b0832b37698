using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Piles;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Collections that only grow: many objects of one type that one place keeps alive, with a large share of the heap.</summary>
internal sealed class Accumulations : ILeakInspection
{
    public string Name => "collections";

    public string Subject => "collections that only grow";

    public string FalseAlarms => "A cache, a catalogue or a table that is meant to be that large. A collection whose owner says how much it holds at most (a field such as `_capacity`), from which things are taken out again, that was filled in one go, that only constructors fill, that the code bounds (a method compares how many there are and takes out), that was made as an array and does not grow, or that .NET itself keeps, is ranked low, with the reason.";

    private const int MostAged = 5_000_000;   // a look at each of more would be felt
    private const long LeastYoungBytes = 1 << 20;   // a program that works makes these in no time
    private const int MaxFindings = 100;
    private const int MaxPiles = 500;
    private const int Samples = 32;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var piles = Pile.In(heap, LeakThresholds.LeastLarge, heap.Thresholds.LeastPileBytes, heap.Thresholds.IsPile);
        var outer = OutermostOf(heap, piles).Select(pile => PileContents.PassingNodes(heap, pile));
        return outer
            .GroupBy(pile => (pile.Type, TypeOf(heap, pile.Holder), pile.Holder < 0 ? -1 : TypeOf(heap, heap.Tree.DominatorOf(pile.Holder))))
            .Take(MaxFindings).SelectMany(alike => FindingsOf(heap, [.. alike]))
            .DistinctBy(finding => finding.Chain!.Steps[finding.Chain.CollectionAbove(finding.Chain.Steps.Count - 1)].ObjectIndex)   // keys beside values
            .DistinctBy(finding => finding.About[0] < 0 ? (0, finding.Chain!.Steps[finding.SuspectStep].ObjectIndex) : (1, finding.About[1]));   // what a shared one leads to
    }

    /// <summary>The piles without those that stand inside another one: they are a pile of their own only when half of the
    /// outer one is in them. Of several in one holder, such as keys and values, the largest stands for all.</summary>
    private static List<Pile> OutermostOf(InspectedHeap heap, List<Pile> piles)
    {
        var outermost = new List<Pile>();
        var retainedByHolder = new Dictionary<int, long>();
        foreach (var pile in piles.OrderByDescending(pile => pile.RetainedBytes).ThenBy(pile => pile.Largest).Take(MaxPiles))
        {
            var isInside = retainedByHolder.ContainsKey(pile.Holder);
            for (var at = pile.Holder; at >= 0 && !isInside; at = heap.Tree.DominatorOf(at))
            {
                isInside = retainedByHolder.TryGetValue(at, out var outer) && pile.RetainedBytes < outer / 2;
            }

            if (!isInside)
            {
                outermost.Add(pile);
                if (pile.Holder >= 0)
                {
                    retainedByHolder.Add(pile.Holder, pile.RetainedBytes);
                }
            }
        }

        return outermost;
    }

    private static int TypeOf(InspectedHeap heap, int objectIndex) => objectIndex < 0 ? -1 : heap.Graph.TypeIndexOf(objectIndex);

    /// <summary>Static fields are told apart by name; other places of the same shape are one finding.</summary>
    private static IEnumerable<LeakFinding> FindingsOf(InspectedHeap heap, Pile[] piles)
    {
        var byStatic = piles.Take(MaxFindings)
            .Select(pile => (Pile: pile, Reference: IsShared(heap, pile) ? ReferenceToMost(heap, pile) : heap.ReferenceTo(pile.Largest)?.Keeper))
            .Where(found => found.Reference is not null)
            .GroupBy(found => LeakFingerprint.Of(["accumulation", .. found.Reference!.Parts]));
        return byStatic.Select(same => FindingOf(heap, same.Key, [.. same.Select(found => found.Pile)], same.First().Reference!));
    }

    /// <summary>The reference by which most objects of a pile that several hold are reached; null when there is none: then they have
    /// no more in common than their type. Looks at some of them.</summary>
    private static SuspectReference? ReferenceToMost(InspectedHeap heap, Pile pile)
    {
        var sample = PileContents.ObjectsOf(heap, pile).Where(index => !heap.Graph.RootsOf(index).Any()).ToArray().Sample(Samples);
        var most = sample.Append(pile.Largest)
            .Select(index => heap.ReferenceTo(index)?.Keeper).OfType<SuspectReference>()
            .GroupBy(reference => LeakFingerprint.Of(reference.Parts))
            .MaxBy(same => same.Count());
        return most is null || most.Count() * 2 < sample.Length ? null : most.Last();
    }

    private static bool IsShared(InspectedHeap heap, Pile pile) => pile.Holder < 0 && !heap.Graph.RootsOf(pile.Largest).Any();

    private static LeakSeverity? SeverityOf(InspectedHeap heap, PileJudgement judged, long bytes, long objects) => judged.Most is not { } most ? null
        : (LeakSeverity)Math.Min((int)most, (int)heap.Thresholds.SeverityOf(LeakKind.PiledUp, judged.Sureness.Certainty, bytes, objects));

    /// <summary>Whether a thread holds it as the task that it runs.</summary>
    private static bool IsAtHand(ReferenceChain chain) =>
        chain.Root.Kind == HeapRootKind.ThreadStatic && chain.Steps[0].Type.Name.StartsWith("System.Threading.Tasks.Task", StringComparison.Ordinal);

    private static PileAge AgeOf(InspectedHeap heap, Ages? ages)
    {
        if (ages is not var (old, middle, young))
        {
            return PileAge.Unknown;
        }

        // What the program made since the last collection tells whether more would have been added by now.
        var isActive = heap.Graph.Coverage.Spaces.Where(space => space.Generation == HeapGeneration.Gen0).Sum(space => space.Bytes - space.FreeBytes) >= LeastYoungBytes;
        return old == 0 ? PileAge.Unknown : isActive ? young > 0 ? PileAge.Mixed : PileAge.OldAmongYoung : middle + young > 0 ? PileAge.Mixed : PileAge.Old;
    }

    private static LeakFinding FindingOf(InspectedHeap heap, string id, Pile[] piles, SuspectReference reference)
    {
        var chain = reference.Chain;
        var type = heap.Graph.Types[piles[0].Type];
        var objects = piles.Sum(pile => pile.Objects);
        var isShared = IsShared(heap, piles[0]);
        var collectionStep = chain.CollectionAbove(chain.Steps.Count - 1);
        var collection = chain.Steps[collectionStep];
        var itemBytes = piles.Sum(pile => pile.RetainedBytes);
        var isAll = piles.Length == 1 && heap.IsKeptBy(piles[0].Holder, collection.ObjectIndex);
        var bytes = isAll ? heap.Tree.RetainedBytesOf(collection.ObjectIndex) : itemBytes;
        var what = type.Counted(objects);
        var inner = PileContents.InnerOf(heap, piles);
        int[]? aged = objects > MostAged ? null : [.. piles.SelectMany(pile => PileContents.AllOf(heap, pile))];
        var ages = aged is null ? null : Ages.Of(heap.Graph, aged);

        // The code is asked where the answer may matter: a search of it takes time.
        var mayMatter = heap.Thresholds.SeverityOf(LeakKind.PiledUp, LeakCertainty.Likely, bytes, objects) > LeakSeverity.Low;
        var filled = mayMatter ? heap.FillersOf(reference) : null;
        var history = PileHistory.Of(heap, chain, collectionStep)
            ?? (filled is { IsMadeOnce: true } && collectionStep == reference.Step && collection.Type.Traits.HasFlag(HeapTypeTraits.VariableSize)
                    ? new PileHistory(PileHistoryKind.Bounded, "only constructors make this array, and an array does not grow")
                : isShared && chain.Steps[reference.Step].Type.IsDelegate ? new PileHistory(PileHistoryKind.InUse, "other references keep them too: they may be in use")
                : reference.Step == 0 && IsAtHand(chain) ? new PileHistory(PileHistoryKind.InUse, "a task that runs holds it, and lets go when it is done")
                : null);
        var judged = PileJudgement.Of(history, filled, AgeOf(heap, ages), heap.Thresholds.IsHalf(bytes));
        if (judged.Sureness.Certainty == LeakCertainty.Possible && LeakThresholds.IsSmall(bytes) && filled?.TakenOutIn is not [])
        {
            judged = judged with { Most = LeakSeverity.Low };   // so little is worth a look only where the code takes nothing out
        }

        var suspect = new Suspect(heap, [], bytes)
        {
            Count = objects, Reference = reference, MayBeCache = true, Aged = aged, Ages = ages, Sureness = judged.Sureness, IsInOrder = judged.IsInOrder, Severity = SeverityOf(heap, judged, bytes, objects),
        };
        return suspect.Finding(
            id,
            $"{ChainWords.Capitalized(suspect.Place)} {(isShared ? "and others keep" : "keeps")} {what}{(inner is null ? "" : $" with {inner}")} alive",
            [
                $"{what} retain {itemBytes.AsByteSize} of {heap.Tree.ReachableBytes.AsByteSize} reachable, {itemBytes / objects:N0} bytes each on average.",
                isShared
                    ? "More than one place refers to each of them, so all these places must let go before they can be collected."
                    : collection != chain.Steps[^1]
                        ? $"Nothing else keeps them alive: clearing this {collection.Type.ShortName} would free them all."
                        : "They hang on each other, one behind the other; nothing else keeps them alive.",
                .. piles.Length > 1 ? (IEnumerable<string>)[$"They stand in {piles.Length:N0} such places; the chain leads to the largest."] : [],
            ],
            heap.Thresholds.PileStated,
            remedy: history?.Kind == PileHistoryKind.Bounded
                ? $"Nothing, unless {bytes.AsByteSize} is more than {suspect.Place} may take: then lower what bounds it."
                : chain.Steps.Any(step => step.Type.Name == FrameworkNames.MemoryCache)
                ? "Bound the MemoryCache: a SizeLimit and a Size for each entry, or an expiration when an entry is set."
                : $"Find where {type.ShortName} objects are put behind {suspect.Place}, and take them out when they are done with; or bound it by size or age.",
            !isShared && reference.Field is { } field ? new NextCommand.HeldByField(field) : NextCommand.ChainsTo(type, chain.Steps[^1].Address)) with
        {
            About = [piles[0].Holder, piles[0].Largest],
        };
    }
}

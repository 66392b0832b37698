using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;

namespace HeapGraph.Core.Inspections;

/// <summary>Collections that only grow: many objects of one type that one place keeps alive, with a large share of the heap.</summary>
internal sealed class Accumulations : ILeakInspection
{
    public string Subject => "collections that only grow";

    private const int MaxFindings = 100;
    private const int MaxPiles = 500;
    private const int MaxCollectionSteps = 16;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var piles = Pile.In(heap, LeakThresholds.LeastLarge, heap.Thresholds.IsPile);
        var outer = OutermostOf(heap, piles);
        return outer.GroupBy(pile => (pile.Type, Holder: TypeOf(heap, pile.Holder), Above: pile.Holder < 0 ? -1 : TypeOf(heap, heap.Tree.DominatorOf(pile.Holder))))
            .Take(MaxFindings).SelectMany(alike => FindingsOf(heap, [.. alike]));
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
            .Select(pile => (Pile: pile, Chain: heap.ChainTo(pile.Largest)))
            .Where(found => found.Chain is not null)
            .GroupBy(found => LeakFingerprint.Of(["accumulation", .. LeakFingerprint.PartsOf(found.Chain!, SuspectOf(found.Chain!))]));
        return byStatic.Select(same => FindingOf(heap, same.Key, [.. same.Select(found => found.Pile)], same.First().Chain!));
    }

    private static int SuspectOf(ReferenceChain chain) => chain.CollectionAbove(chain.Steps.Count - 1);

    private static LeakFinding FindingOf(InspectedHeap heap, string id, Pile[] piles, ReferenceChain chain)
    {
        var suspect = SuspectOf(chain);
        var type = heap.Graph.Types[piles[0].Type];
        var objects = piles.Sum(pile => pile.Objects);
        var place = chain.ReferenceTo(suspect);
        var isShared = piles[0].Holder < 0 && !heap.Graph.RootsOf(piles[0].Largest).Any();
        var collection = chain.Steps[suspect];
        var itemBytes = piles.Sum(pile => pile.RetainedBytes);
        var bytes = piles.Length == 1 && IsDominatedBy(heap, piles[0].Holder, collection.ObjectIndex) ? heap.Tree.RetainedBytesOf(collection.ObjectIndex) : itemBytes;
        var cache = FrameworkCode.CacheReason(chain, heap.PercentOf(bytes));
        var what = $"{objects:N0} {type.ShortName}";
        var inner = InnerOf(heap, piles);
        return new LeakFinding(
            id,
            cache is null ? heap.SeverityOf(bytes, objects) : LeakSeverity.Low,
            $"{ChainWords.Capitalized(place)} {(isShared ? "and others keep" : "keeps")} {what}{(inner is null ? "" : $" with {inner}")} alive: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            objects)
        {
            Evidence =
            [
                $"{what} retain {itemBytes.AsByteSize} of {heap.Tree.ReachableBytes.AsByteSize} reachable, {itemBytes / objects:N0} bytes each on average.",
                isShared
                    ? "More than one place refers to each of them, so all these places must let go before they can be collected."
                    : suspect < chain.Steps.Count - 1
                        ? $"Nothing else keeps them alive: clearing this {collection.Type.ShortName} would free them all."
                        : "They hang on each other, one behind the other; nothing else keeps them alive.",
                .. piles.Length > 1 ? (IEnumerable<string>)[$"They stand in {piles.Length:N0} such places; the chain leads to the largest."] : [],
                .. cache is null ? (IEnumerable<string>)[] : [cache],
                heap.Thresholds.PileStated,
            ],
            Chain = chain,
            SuspectStep = suspect,
            Remedy = $"Find where {type.ShortName} objects are put behind {place}, and take them out when they are done with; or bound it by size or age.",
            Next = NextCommand.ChainsTo(type.Name),
            About = [piles[0].Holder, piles[0].Largest],
        };
    }

    private static bool IsDominatedBy(InspectedHeap heap, int objectIndex, int dominator)
    {
        for (var (at, steps) = (objectIndex, 0); at >= 0 && steps < MaxCollectionSteps; at = heap.Tree.DominatorOf(at), steps++)
        {
            if (at == dominator)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands in the objects of a pile that are collections themselves.</summary>
    private static string? InnerOf(InspectedHeap heap, Pile[] piles)
    {
        var type = heap.Graph.Types[piles[0].Type];
        if (piles[0].Holder < 0 || !FrameworkCode.IsCollection(type))
        {
            return null;
        }

        List<int> level = [.. piles.SelectMany(pile => heap.Tree.Children[pile.Holder].ToArray()).Where(child => heap.Graph.TypeIndexOf(child) == piles[0].Type)];
        var isList = level.Count < piles.Sum(pile => pile.Objects);
        while (level.Count > 0 && !isList && FrameworkCode.IsCollection(heap.Graph.TypeOf(level[0])))
        {
            level = [.. level.SelectMany(item => heap.Tree.Children[item].ToArray()).GroupBy(heap.Graph.TypeIndexOf)
                .OrderByDescending(same => same.Sum(heap.Tree.RetainedBytesOf)).ThenBy(same => same.Key).FirstOrDefault() ?? Enumerable.Empty<int>()];
        }

        return level.Count == 0 || isList ? null
            : $"{level.Count:N0} {heap.Graph.TypeOf(level[0]).ShortName}";
    }
}

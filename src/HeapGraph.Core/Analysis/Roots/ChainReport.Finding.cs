using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial record ChainReport
{
    /// <summary>Finds the chains to some objects and looks up the names along them.</summary>
    /// <remarks>One search of the heap for all shortest chains, one more for each further chain, and one pass over all
    /// references for each object that has none.</remarks>
    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="targets">The objects to explain.</param>
    /// <param name="chosenObjects">How many objects the user's choice matched.</param>
    /// <param name="options">What to find.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static ChainReport Of(
        HeapSnapshot snapshot, IReadOnlyList<int> targets, int chosenObjects, ChainOptions options, CancellationToken cancellation = default) =>
        new Finding(snapshot, options, cancellation).Of(targets, chosenObjects);

    private sealed class Finding(HeapSnapshot snapshot, ChainOptions options, CancellationToken cancellation)
    {
        private readonly ObjectGraph _graph = snapshot.Graph;
        private readonly ChainFinder _finder = ChainFinder.For(snapshot.Graph, options);

        private readonly CollectionInsides _insides = new(snapshot.Graph, snapshot.Details);

        private ObjectSet Reachable => field ??= ReachableObjects.From(_graph, cancellation);

        public ChainReport Of(IReadOnlyList<int> targets, int chosenObjects) =>
            new(options.Known is { } known ? Told(known) : [.. targets.Select(ChainsTo)], chosenObjects, _graph.Coverage) { FromObjects = options.From?.Count, MaxDepth = options.MaxDepth };

        private ObjectChains[] Told(IReadOnlyList<ReferenceChain> known)
        {
            var told = options.SkipsInnerNodes && known.All(IsNamedWhole) ? AcrossCollections(known) : [.. known.Select(Described)];
            return [.. told.Select(chain => new ObjectChains(chain.Steps[^1], [chain], 1))];
        }

        private ObjectChains ChainsTo(int target)
        {
            var chains = _finder.FindChainsToRoot(target, options.Paths, cancellation);
            var step = Marked(ChainStep.Of(_graph, target).DescribedBy(snapshot.Details));
            if (chains.Count > 0)
            {
                return new ObjectChains(step, options.SkipsInnerNodes && chains.All(IsNamedWhole) ? AcrossCollections(chains) : [.. chains.Select(Described)], options.Paths);
            }

            // Of a reachable object garbage that refers to it explains nothing.
            var isReachable = options.MayMissChains && Reachable.Contains(target);
            var referrers = _graph.References.ReferrersOf(target).Where(referrer => !isReachable || Reachable.Contains(referrer)).ToArray();
            var weak = snapshot.Details.WeakReferrersOf(target);
            return new ObjectChains(step, [], options.Paths)
            {
                IsReachable = isReachable,
                ReferrerCount = referrers.Length + weak.Count,
                HiddenReferrerBytes = referrers.Concat(weak.Select(arrow => arrow.From)).Skip(options.TooMany).Sum(_graph.BytesOf),
                Referrers =
                [
                    .. referrers.Select(referrer => (From: referrer, WeakLabel: (string?)null)).Concat(weak.Select(arrow => (arrow.From, WeakLabel: (string?)arrow.Label))).Take(options.TooMany)
                        .Select(found => new ObjectReferrer(
                            Marked(ChainStep.Of(_graph, found.From).DescribedBy(snapshot.Details)),
                            found.WeakLabel is { } label ? [SlotLabel.OfField(label)] : snapshot.Details.LabelsOf(found.From, target)) { IsWeak = found.WeakLabel is not null }),
                ],
            };
        }

        /// <summary>What one chain shows, the others show too: they meet there.</summary>
        private ReferenceChain[] AcrossCollections(IReadOnlyList<ReferenceChain> chains)
        {
            var insideByChain = chains.Select(chain => _insides.Along([.. chain.Objects.Select(step => step.ObjectIndex)])).ToArray();
            var shown = chains.Zip(insideByChain).SelectMany(pair => pair.First.Objects.Where((step, index) => pair.Second[index] is null || step == pair.First.From))
                .Select(step => step.ObjectIndex).ToHashSet();
            return [.. chains.Zip(insideByChain, (chain, inside) =>
            {
                var across = chain.AcrossCollections(_graph, snapshot.Details, inside, step => shown.Contains(step.ObjectIndex) || Marked(step).IsHighlighted);
                return across.WithObjects([.. across.Objects.Select(Marked)]);
            })];
        }

        private bool IsNamedWhole(ReferenceChain chain) => chain.Steps.Count < options.MostNamed;

        private ReferenceChain Described(ReferenceChain chain)
        {
            var described = chain.DescribedBy(snapshot.Details, options.MostNamed);
            return described.WithObjects([.. described.Objects.Select(Marked)]);
        }

        private ChainStep Marked(ChainStep step) => options is { HighlightsType: null, CountsReferrers: false } ? step : step with
        {
            IsHighlighted = options.HighlightsType?.Invoke(_graph.TypeIndexOf(step.ObjectIndex)) == true,
            ReferrerCount = options.CountsReferrers ? CountReferrers(step.ObjectIndex) : 0,
        };

        /// <summary>Roots and referrers; garbage counts only for what is garbage itself.</summary>
        private int CountReferrers(int objectIndex)
        {
            var (count, isReachable) = (_graph.RootsOf(objectIndex).Count(), Reachable.Contains(objectIndex));
            foreach (var referrer in _graph.Referrers[objectIndex])
            {
                count += !isReachable || Reachable.Contains(referrer) ? 1 : 0;
            }

            return count;
        }
    }
}

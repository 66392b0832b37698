using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Analysis.WhatIf;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Anchors;

/// <summary>Finds the independent ways in which objects are kept alive, and the fewest cuts that free them.</summary>
/// <remarks>The nearest chain is cut at the program's own reference that is nearest to the objects, until none is left; then each chain is looked for again with
/// all others cut, and a cut that is not needed goes. The fewest cuts are the least set that hits every chain found, which is cut and asked for a chain
/// that it missed until there is none (implicit hitting set: E. Moreno-Centeno, R. Karp, "The Implicit Hitting Set Approach to Solve Combinatorial
/// Optimization Problems", 2013). Chains are looked for among what leads to the objects alone, which takes turning all references round, once; three or four
/// searches of the heap, however many ways there are, say what is alive and what would go.</remarks>
/// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/> and <see cref="HeapSnapshot.Fields"/>.</param>
/// <param name="targets">The objects.</param>
/// <param name="options">What chains may lead through.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class AnchorSearch(HeapSnapshot snapshot, IReadOnlyList<int> targets, ChainOptions options, CancellationToken cancellation)
{
    /// <summary>More ways than are looked for.</summary>
    public const int MostWays = 30;

    private const int MostMissed = 30;

    private readonly CutPlaces _places = new(snapshot, cancellation);
    private readonly ObjectSet _reachable = ReachableObjects.From(snapshot.Graph, cancellation);
    private readonly ObjectSet _targets = ObjectSet.Of(snapshot.Graph.ObjectCount, targets);
    private readonly ObjectSet _leading = ReachableObjects.LeadingTo(
        snapshot.Graph.WithReferrers(cancellation).Referrers, [.. targets, .. snapshot.Graph.WeakTables], cancellation);
    private readonly List<(ReferenceChain Chain, IReadOnlyList<CutPlace> Places, CutPlace? Place)> _ways = [];
    private bool _isComplete = true;

    /// <returns>The ways and the chain of each; null when none of the objects is reachable.</returns>
    public (AnchorReport Report, IReadOnlyList<ReferenceChain> Chains)? Find()
    {
        var alive = targets.Count(_reachable.Contains);
        if (!FindIndependent())
        {
            return null;
        }

        CutPlace[] cuts = [.. Cuts()];
        var (fewest, isFewest) = _isComplete ? Fewest(cuts) : ([], false);
        var freed = FreedBy(cuts);
        var ways = _ways.Select(way => new Anchor(way.Place?.Told, way.Place is { } place ? freed.Alone(LeftWithout([place])) : default)).ToArray();
        var together = fewest.Count == 0 ? default : fewest.SequenceEqual(cuts) ? freed.Together : FreedBy(fewest).Together;
        return (
            new AnchorReport(alive, ways, [.. fewest.Select(cut => cut.Told)], together) { IsComplete = _isComplete, IsFewest = isFewest },
            [.. _ways.Select(way => way.Chain)]);
    }

    /// <summary>The fewest cuts that free the objects as an answer of its own: what each frees alone, and all together by type.</summary>
    /// <param name="limit">How many types to name; 0 for all.</param>
    /// <returns>Null when none of the objects is reachable. Where a way can't be cut, or there are more than are looked for, the cuts of the other ways.</returns>
    public WhatIfReport? Suggest(int limit)
    {
        if (!FindIndependent())
        {
            return null;
        }

        var (cuts, isFewest) = _isComplete ? Fewest([.. Cuts()]) : (Cuts(), false);
        var freed = FreedBy(cuts);
        var told = cuts.Select(place =>
        {
            var gone = _places.At([place]);
            return new WhatIfCut(place.Told.Field ?? place.Told.Place, place.Told.Field is { } field ? [field] : [], gone.Within(_reachable.Contains).Count)
            {
                Alone = freed.Alone(new ReferencesLeft(snapshot.Graph, gone)),
            };
        }).ToArray();
        return WhatIfReport.Of(snapshot.Graph, _reachable, _places.At(cuts).Within(_reachable.Contains), told, limit, cancellation) with
        {
            Suggested = new WhatIfSuggestion(targets.Count(_reachable.Contains), freed.Together.Chosen, _isComplete, isFewest),
        };
    }

    /// <returns>Whether there is any way.</returns>
    private bool FindIndependent()
    {
        FindWays();
        if (_isComplete)
        {
            KeepIndependent();
        }

        return _ways.Count > 0;
    }

    private void FindWays()
    {
        while (ChainWithout(Cuts()) is var (chain, places))
        {
            var place = places.Append(_places.RootOf(chain)).FirstOrDefault(place => place is not null && !Cuts().Contains(place));
            _ways.Add((chain, places, place));
            if (place is null || _ways.Count == MostWays)
            {
                _isComplete = false;
                return;
            }
        }
    }

    /// <summary>Leaves out the cuts that the others make needless, and shows of each of those that stay a chain that no other cut touches.</summary>
    private void KeepIndependent()
    {
        for (var way = _ways.Count - 1; way >= 0; way--)
        {
            if (ChainWithout(Cuts().Where(place => place != _ways[way].Place)) is var (chain, places))
            {
                _ways[way] = (chain, places, _ways[way].Place);
            }
            else
            {
                _ways.RemoveAt(way);
            }
        }
    }

    private (IReadOnlyList<CutPlace> Cuts, bool IsFewest) Fewest(CutPlace[] near)
    {
        var passed = _ways.Select(way => (IReadOnlyList<CutPlace>)[way.Place!, .. way.Places.Where(place => place != way.Place)]).ToList();
        for (var missed = 0; missed <= MostMissed; missed++)
        {
            if (LeastHittingSet.Of(passed) is not { } least)
            {
                break;
            }

            if (least.Count >= near.Length)
            {
                return (near, true);
            }

            if (ChainWithout(least) is not var (_, places))
            {
                return (least, true);
            }

            if (places.Count == 0)
            {
                return (near, true);   // only what lies near the objects frees them
            }

            passed.Add(places);
        }

        return (near, false);
    }

    private IReadOnlyList<CutPlace> Cuts() => [.. _ways.Select(way => way.Place).OfType<CutPlace>()];

    /// <summary>A chain that is there without some places, and where it can be cut; null when there is none.</summary>
    private (ReferenceChain Chain, IReadOnlyList<CutPlace> Places)? ChainWithout(IEnumerable<CutPlace> cut)
    {
        CutPlace[] places = [.. cut];
        var names = _places.NamesWithout(places);
        var finder = ChainFinder.For(snapshot.Graph, options with { Left = LeftWithout(places), Within = _leading });
        return finder.FindChainToAny(_targets, cancellation)?.DescribedBy(names, options.MostNamed) is { } chain ? (chain, _places.On(chain, names)) : null;
    }

    private FreedByCuts FreedBy(IReadOnlyCollection<CutPlace> places) => new(snapshot.Graph, _reachable, _targets, LeftWithout(places), cancellation);

    private ReferencesLeft LeftWithout(IReadOnlyCollection<CutPlace> places) => new(snapshot.Graph, _places.At(places));
}

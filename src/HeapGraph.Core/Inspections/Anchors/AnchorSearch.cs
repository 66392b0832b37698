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
/// Optimization Problems", 2013). Three to five searches of the heap and copies of its references for each way.</remarks>
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
    private readonly List<(ReferenceChain Chain, IReadOnlyList<CutPlace> Places, CutPlace? Place)> _ways = [];
    private bool _isComplete = true;

    /// <returns>The ways and the chain of each; null when none of the objects is reachable.</returns>
    public (AnchorReport Report, IReadOnlyList<ReferenceChain> Chains)? Find()
    {
        var alive = targets.Count(_reachable.Contains);
        FindWays();
        if (_isComplete)
        {
            KeepIndependent();
        }

        if (_ways.Count == 0)
        {
            return null;
        }

        CutPlace[] cuts = [.. _ways.Select(way => way.Place).OfType<CutPlace>()];
        var (fewest, isFewest) = _isComplete ? Fewest(cuts) : ([], false);
        var ways = _ways.Select(way => new Anchor(way.Place?.Told, way.Place is { } place ? FreedWithout([place]) : default)).ToArray();
        return (
            new AnchorReport(alive, ways, [.. fewest.Select(cut => cut.Told)], fewest.Count == 0 ? default : FreedWithout(fewest)) { IsComplete = _isComplete, IsFewest = isFewest },
            [.. _ways.Select(way => way.Chain)]);
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
        var left = _places.Without(cut);
        return ChainFinder.For(left.Graph, options).FindChainToAny(_targets, cancellation)?.DescribedBy(left.Details, options.MostNamed) is { } chain
            ? (chain, _places.On(chain, left))
            : null;
    }

    private AnchorFreed FreedWithout(IReadOnlyCollection<CutPlace> places)
    {
        var after = ReachableObjects.From(_places.Without(places).Graph, cancellation);
        var (objects, bytes) = (0L, 0L);
        for (var index = 0; index < snapshot.Graph.ObjectCount; index++)
        {
            if (_reachable.Contains(index) && !after.Contains(index))
            {
                objects++;
                bytes += snapshot.Graph.BytesOf(index);
            }
        }

        return new AnchorFreed(targets.Count(target => _reachable.Contains(target) && !after.Contains(target)), objects, bytes);
    }
}

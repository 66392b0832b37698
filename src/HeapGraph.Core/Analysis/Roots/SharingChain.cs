namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Finds one more chain where every chain shares objects with those that are known: the one that shares
/// the fewest, among those the shortest.</summary>
/// <remarks>One search in the order of (objects shared, length): O(objects + references) time, 8 bytes per object. It
/// follows the known chains until it leaves them, which a new chain must do somewhere, and from then on looks at each
/// object once. So it may miss a chain that comes back to a known one, or take one that shares more (11 of 738 were missed
/// on small random graphs, none shared more than it must): to be sure takes a search for each object on a known chain (Yen, 1971).</remarks>
/// <param name="ways">Which references count.</param>
/// <param name="roots">The roots, the best first.</param>
/// <param name="known">The chains to differ from.</param>
/// <param name="target">Where they end.</param>
/// <param name="objectCount">Number of objects in the graph.</param>
/// <param name="maxLength">Objects of a chain, at most.</param>
internal sealed class SharingChain(ChainWays ways, HeapRoot[] roots, KnownChains known, int target, int objectCount, int maxLength)
{
    // A place of the search is an object off the known chains, as its number, or a node on them, as its complement.
    // By object: 0 when not reached, FromRoot, or the place before it as 1 + object or as it is.
    private const int FromRoot = int.MinValue;
    private readonly int[] _previousByObject = new int[objectCount];

    // By object: 1 + the node at which the way to it left the known chains; 0 when it was never on them.
    private readonly int[] _leftAtByObject = new int[objectCount];
    private readonly HashSet<int> _reachedNodes = [];

    // Of places that share equally much, one round holds those of one length. What shares one object more waits, by length.
    private List<int> _round = [];
    private List<int> _nextRound = [];
    private List<(int Place, int Length)> _entering = [];
    private List<(int Place, int Length)> _sharingMore = [];

    /// <summary>Searches; null when no other chain is found.</summary>
    public (HeapRoot Root, int[] Objects)? Find(CancellationToken cancellation)
    {
        foreach (var root in roots)
        {
            if (known.Begin(root) is { } node)
            {
                ReachNode(node, 1);
            }
            else if (known.Contains(root.ObjectIndex))
            {
                ReachRoot(root.ObjectIndex, _sharingMore);
            }
            else
            {
                ReachRoot(root.ObjectIndex, _entering);
            }
        }

        do
        {
            if (FindInRounds(cancellation) is { } last)
            {
                return Traced(last);
            }

            (_entering, _sharingMore) = (_sharingMore, []);
        }
        while (_entering.Count > 0);
        return null;
    }

    /// <summary>The place that leads on to the target.</summary>
    private int? FindInRounds(CancellationToken cancellation)
    {
        _round.Clear();
        for (var (length, next) = (0, 0); _round.Count > 0 || next < _entering.Count; length++)
        {
            length = _round.Count > 0 ? length : _entering[next].Length;
            if (length >= maxLength)
            {
                return null;
            }

            for (; next < _entering.Count && _entering[next].Length == length; next++)
            {
                _round.Add(_entering[next].Place);
            }

            cancellation.ThrowIfCancellationRequested();
            foreach (var place in _round)
            {
                if (LeadsToTarget(place, length))
                {
                    return place;
                }
            }

            (_round, _nextRound) = (_nextRound, _round);
            _nextRound.Clear();
        }

        return null;
    }

    private bool LeadsToTarget(int place, int length)
    {
        foreach (var to in ways.From(place < 0 ? known.ObjectAt(~place) : place))
        {
            if (place < 0 && known.Next(~place, to) is { } node)
            {
                ReachNode(node, length + 1);
            }
            else if (to == target)
            {
                return true;
            }
            else if (_previousByObject[to] != 0)
            {
                continue;
            }
            else if (!known.Contains(to))
            {
                Mark(to, place);
                _nextRound.Add(to);
            }
            else if (LeftAt(place) is not { } left || !known.IsOnWayTo(left, to))
            {
                Mark(to, place);
                _sharingMore.Add((to, length + 1));
            }
        }

        return false;
    }

    /// <summary>Follows a known chain, which shares its object. Where it ends there is nothing new.</summary>
    private void ReachNode(int node, int length)
    {
        if (known.ObjectAt(node) != target && _reachedNodes.Add(node))
        {
            _sharingMore.Add((~node, length));
        }
    }

    private void ReachRoot(int objectIndex, List<(int Place, int Length)> places)
    {
        if (_previousByObject[objectIndex] == 0)
        {
            _previousByObject[objectIndex] = FromRoot;
            places.Add((objectIndex, 1));
        }
    }

    private void Mark(int objectIndex, int previousPlace)
    {
        _previousByObject[objectIndex] = previousPlace < 0 ? previousPlace : previousPlace + 1;
        _leftAtByObject[objectIndex] = LeftAt(previousPlace) + 1 ?? 0;
    }

    /// <summary>The node at which the way to a place leaves the known chains; null when it was never on them.</summary>
    private int? LeftAt(int place) => place < 0 ? ~place : _leftAtByObject[place] is > 0 and var left ? left - 1 : null;

    private (HeapRoot Root, int[] Objects) Traced(int place)
    {
        var objects = new List<int> { target };
        while (place >= 0)
        {
            objects.Add(place);
            var previous = _previousByObject[place];
            if (previous == FromRoot)
            {
                objects.Reverse();
                return (roots.First(root => root.ObjectIndex == objects[0] && known.Begin(root) is null), [.. objects]);
            }

            place = previous < 0 ? previous : previous - 1;
        }

        objects.Reverse();
        return (known.RootOf(~place), [.. known.DownTo(~place), .. objects]);
    }
}

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>The shortest way from some root objects to any object, breadth-first and no further than was asked for:
/// a later question goes on where the last one ended.</summary>
/// <remarks>O(objects + references) time for all questions together. 4 bytes and a bit per object, and 4 per object of
/// two neighbouring layers. It searches forward from the roots, so that a heap need not be read in both directions. For
/// one thread.</remarks>
internal sealed class ShortestChains
{
    private const int FromRoot = 1;
    private readonly ChainWays _ways;
    private readonly int _maxLength;
    private readonly ObjectSet? _within;

    // By object: 0 when not reached, FromRoot, or 2 more than the object before it.
    private readonly int[] _previousByObject;

    // A group is what one root object reached in a layer. Groups stand in the roots' order in every layer, so the first
    // to reach an object belongs to its best root.
    private readonly ObjectSet _reachedByGroup;
    private Layer _layer = new();
    private Layer _nextLayer = new();
    private int _group;
    private int _length = 1;
    private int _steps;

    /// <param name="ways">Which references count.</param>
    /// <param name="objectCount">Number of objects in the graph.</param>
    /// <param name="rootObjects">Where chains begin, the best first.</param>
    /// <param name="maxLength">Objects of a chain, at most.</param>
    /// <param name="within">The objects that are looked at, with each all that refer to it; null for all. For these it is the same search.</param>
    public ShortestChains(ChainWays ways, int objectCount, IEnumerable<int> rootObjects, int maxLength = int.MaxValue, ObjectSet? within = null)
    {
        (_ways, _maxLength, _within) = (ways, maxLength, within);
        _previousByObject = new int[objectCount];
        _reachedByGroup = new ObjectSet(objectCount);
        foreach (var root in rootObjects)
        {
            if (_previousByObject[root] == 0 && within?.Contains(root) != false)
            {
                _previousByObject[root] = FromRoot;
                _layer.Objects.Add(root);
                _layer.EndGroup();
            }
        }
    }

    /// <summary>The objects from a root's to the one asked for; of several such chains of the best root the one whose
    /// objects, read from the end, have the lowest numbers. Null when no root reaches it, or by a longer chain only.</summary>
    public int[]? To(int objectIndex, CancellationToken cancellation)
    {
        while (_previousByObject[objectIndex] == 0)
        {
            if (!ExpandGroup(cancellation))
            {
                return null;
            }
        }

        var chain = new List<int> { objectIndex };
        for (var previous = _previousByObject[objectIndex]; previous != FromRoot; previous = _previousByObject[previous - 2])
        {
            chain.Add(previous - 2);
        }

        chain.Reverse();
        return [.. chain];
    }

    /// <summary>Every object that has a chain, those with shorter ones first. To be asked of a search that answered nothing yet.</summary>
    public IEnumerable<int> Reached(CancellationToken cancellation)
    {
        do
        {
            foreach (var reached in _layer.Objects)
            {
                yield return reached;
            }

            while (_group < _layer.GroupEnds.Count && ExpandGroup(cancellation))
            {
            }
        }
        while (NextLayer());
    }

    private bool ExpandGroup(CancellationToken cancellation)
    {
        if ((_group == _layer.GroupEnds.Count && !NextLayer()) || _length >= _maxLength)
        {
            return false;
        }

        var first = _nextLayer.Objects.Count;
        for (var at = _group == 0 ? 0 : _layer.GroupEnds[_group - 1]; at < _layer.GroupEnds[_group]; at++)
        {
            if ((++_steps & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Expand(_layer.Objects[at]);
        }

        for (var at = first; at < _nextLayer.Objects.Count; at++)
        {
            _reachedByGroup.Remove(_nextLayer.Objects[at]);
        }

        _nextLayer.EndGroup();
        _group++;
        return true;
    }

    /// <returns>False when there is none.</returns>
    private bool NextLayer()
    {
        (_layer, _nextLayer, _group) = (_nextLayer, _layer, 0);
        _nextLayer.Clear();
        _length++;
        return _layer.GroupEnds.Count > 0;
    }

    private void Expand(int objectIndex)
    {
        foreach (var target in _ways.From(objectIndex))
        {
            if (_within?.Contains(target) == false)
            {
                continue;
            }

            ref var previous = ref _previousByObject[target];
            if (previous == 0)
            {
                previous = objectIndex + 2;
                _reachedByGroup.Add(target);
                _nextLayer.Objects.Add(target);
            }
            else if (previous > objectIndex + 2 && _reachedByGroup.Contains(target))
            {
                previous = objectIndex + 2;
            }
        }
    }

    /// <summary>The objects at one distance from the roots, group by group.</summary>
    private sealed class Layer
    {
        public List<int> Objects { get; } = [];

        public List<int> GroupEnds { get; } = [];

        public void EndGroup()
        {
            if (Objects.Count > (GroupEnds.Count == 0 ? 0 : GroupEnds[^1]))
            {
                GroupEnds.Add(Objects.Count);
            }
        }

        public void Clear()
        {
            Objects.Clear();
            GroupEnds.Clear();
        }
    }
}

using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Anchors;

/// <summary>What each of some cuts would free, and what all of them together.</summary>
/// <remarks>One search of the heap for all of them together. One of them frees no more than all, so it is looked for among that alone.</remarks>
internal sealed class FreedByCuts
{
    private readonly ObjectGraph _graph;
    private readonly ObjectSet _targets;
    private readonly ReferencesLeft _left;
    private readonly ObjectSet _after;
    private readonly List<int> _freed = [];   // ascending
    private readonly ObjectSet _isFreed;

    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="reachable">What is alive before.</param>
    /// <param name="targets">The objects that were asked about.</param>
    /// <param name="left">What is left of the references after all cuts.</param>
    /// <param name="cancellation">Ends the search.</param>
    public FreedByCuts(ObjectGraph graph, ObjectSet reachable, ObjectSet targets, ReferencesLeft left, CancellationToken cancellation)
    {
        (_graph, _targets, _left, _isFreed) = (graph, targets, left, new ObjectSet(graph.ObjectCount));
        _after = ReachableObjects.Along(graph, left, cancellation);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (reachable.Contains(index) && !_after.Contains(index))
            {
                _freed.Add(index);
                _isFreed.Add(index);
            }
        }

        Together = Sum(_ => true);
    }

    /// <summary>What all cuts free.</summary>
    public AnchorFreed Together { get; }

    /// <summary>What one of the cuts frees.</summary>
    /// <param name="left">What is left of the references after that one.</param>
    public AnchorFreed Alone(ReferencesLeft left)
    {
        // What survives hangs on a reference or root that only the other cuts take.
        var kept = new ObjectSet(_graph.ObjectCount);
        var pending = new Stack<int>();
        foreach (var root in _graph.Roots)
        {
            if (!_left.Keeps(root) && left.Keeps(root))
            {
                Keep(root.ObjectIndex);
            }
        }

        foreach (var changed in _left.Changed)
        {
            if (_after.Contains(changed))
            {
                KeepFrom(changed);
            }
        }

        while (pending.TryPop(out var next))
        {
            KeepFrom(next);
        }

        return Sum(index => !kept.Contains(index));

        void KeepFrom(int objectIndex)
        {
            foreach (var target in left[objectIndex])
            {
                Keep(target);
            }
        }

        void Keep(int objectIndex)
        {
            if (_isFreed.Contains(objectIndex) && kept.Add(objectIndex))
            {
                pending.Push(objectIndex);
            }
        }
    }

    private AnchorFreed Sum(Func<int, bool> counts)
    {
        var (chosen, objects, bytes) = (0L, 0L, 0L);
        foreach (var index in _freed)
        {
            if (counts(index))
            {
                chosen += _targets.Contains(index) ? 1 : 0;
                objects++;
                bytes += _graph.BytesOf(index);
            }
        }

        return new AnchorFreed(chosen, objects, bytes);
    }
}

using System.Numerics;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What each of several sets of objects keeps alive: what a collection would free if all objects of the set went.</summary>
/// <remarks>The same as <see cref="RetainedBytes.OfSet"/> for each set, in one search for all: the sets that every chain from a
/// root to an object passes are those that every chain to each of its referrers passes, and its own (Kildall's data flow, 1973).
/// What is shared with an object outside of a set is in no set's sum. O((objects + references) × nesting of the sets) time; 8 bytes
/// and a bit per object, and 4 per object still to be looked at. For one thread.</remarks>
internal sealed class RetainedSets
{
    /// <summary>How many sets one search tells apart.</summary>
    public const int MaxSets = 63;

    private const ulong NotReached = 1UL << MaxSets;
    private readonly ObjectGraph _graph;
    private readonly Func<int, int> _setOf;
    private readonly ulong[] _passedByObject;   // the sets that every chain found so far passes
    private readonly ObjectSet _isPending;
    private readonly Stack<int> _free = [];      // objects that some chain reaches past all sets: these never change again
    private readonly Stack<int> _held = [];

    private RetainedSets(ObjectGraph graph, Func<int, int> setOf)
    {
        (_graph, _setOf) = (graph, setOf);
        _passedByObject = GC.AllocateUninitializedArray<ulong>(graph.ObjectCount);
        Array.Fill(_passedByObject, ulong.MaxValue);
        _isPending = new ObjectSet(graph.ObjectCount);
    }

    /// <summary>Measures the sets.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="setOf">The set of an object, from 0; below 0 when it is in none.</param>
    /// <param name="setCount">How many sets there are, at most <see cref="MaxSets"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The bytes that each set retains.</returns>
    public static long[] Of(ObjectGraph graph, Func<int, int> setOf, int setCount, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(setCount, MaxSets);
        var search = new RetainedSets(graph, setOf);
        search.Run(cancellation);
        return search.Sums(setCount);
    }

    private void Run(CancellationToken cancellation)
    {
        foreach (var root in _graph.Roots)
        {
            Pass(root.ObjectIndex, 0);
        }

        for (var steps = 1; _free.TryPop(out var next) || _held.TryPop(out next); steps++)
        {
            if ((steps & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _isPending.Remove(next);
            var passed = _passedByObject[next];
            foreach (var target in _graph.References[next])
            {
                if (_passedByObject[target] != 0)
                {
                    Pass(target, passed);
                }
            }
        }
    }

    private void Pass(int objectIndex, ulong passedBefore)
    {
        ref var passed = ref _passedByObject[objectIndex];
        var set = _setOf(objectIndex);
        var less = passed & (set < 0 ? passedBefore : passedBefore | 1UL << set);
        if (less != passed)
        {
            passed = less;
            if (_isPending.Add(objectIndex))
            {
                (less == 0 ? _free : _held).Push(objectIndex);
            }
        }
    }

    private long[] Sums(int setCount)
    {
        var sums = new long[setCount];
        for (var index = 0; index < _passedByObject.Length; index++)
        {
            var passed = _passedByObject[index];
            for (passed = (passed & NotReached) != 0 ? 0 : passed; passed != 0; passed &= passed - 1)
            {
                sums[BitOperations.TrailingZeroCount(passed)] += _graph.BytesOf(index);
            }
        }

        return sums;
    }
}

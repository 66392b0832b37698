using System.Numerics;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What each of several sets of objects keeps alive: what a collection would free if all objects of the set went.</summary>
/// <remarks>The same as <see cref="RetainedBytes.OfSet"/> for each set, in one search for all: the sets that every chain from a
/// root to an object passes are those that every chain to each of its referrers passes, and its own (Kildall's data flow, 1973).
/// What only several sets keep alive together is split evenly among those from which it is reached without passing a third one,
/// as Linux splits shared pages (proportional set size). What is reached past all sets counts for none. O((objects + references) ×
/// nesting of the sets) time; 8 bytes and some bits per object, and 4 per object still to be looked at. For one thread.</remarks>
internal sealed class RetainedSets
{
    /// <summary>How many sets one search tells apart.</summary>
    public const int MaxSets = 63;

    private const ulong NotReached = 1UL << MaxSets;
    private readonly ObjectGraph _graph;
    private readonly Func<int, int> _setOf;
    private readonly ulong[] _passedByObject;   // the sets that every chain found so far passes; for sharing, those last passed
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
    /// <param name="sharing">How many of them, from the first on, split what they share.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What each set keeps alive.</returns>
    public static RetainedSet[] Of(ObjectGraph graph, Func<int, int> setOf, int setCount, int sharing = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(setCount, MaxSets);
        var search = new RetainedSets(graph, setOf);
        search.Run(cancellation);
        var retained = search.Sums(setCount);
        var shared = sharing > 1 ? search.Shares(sharing, cancellation) : [];
        return [.. retained.Select((bytes, set) => new RetainedSet(bytes, set < shared.Length ? shared[set] : 0))];
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

    /// <summary>The parts of what several of the first sets keep alive and none of them alone.</summary>
    private long[] Shares(int sharing, CancellationToken cancellation)
    {
        var sharers = (1UL << sharing) - 1;
        var (members, shared) = (new ObjectSet(_passedByObject.Length), new ObjectSet(_passedByObject.Length));
        for (var index = 0; index < _passedByObject.Length; index++)
        {
            if ((_passedByObject[index] & NotReached) == 0 && IsSharer(_setOf(index)))
            {
                members.Add(index);
            }
        }

        var free = ReachableObjects.Avoiding(_graph, members, cancellation);
        var any = false;
        for (var index = 0; index < _passedByObject.Length; index++)
        {
            var passed = _passedByObject[index];
            any |= (passed & (NotReached | sharers)) == 0 && !free.Contains(index) && shared.Add(index);
            _passedByObject[index] = 0;
        }

        return any ? SharesOf(shared, sharing, members, free, cancellation) : [];

        bool IsSharer(int set) => set >= 0 && set < sharing;
    }

    private long[] SharesOf(ObjectSet shared, int sharing, ObjectSet members, ObjectSet free, CancellationToken cancellation)
    {
        for (var index = 0; index < _passedByObject.Length; index++)
        {
            if (members.Contains(index))
            {
                PassOn(index, 1UL << _setOf(index));
            }
        }

        for (var steps = 1; _held.TryPop(out var next); steps++)
        {
            if ((steps & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _isPending.Remove(next);
            PassOn(next, _passedByObject[next]);
        }

        var bytes = new long[sharing, sharing + 1];   // by set and by how many share it: divided once, nothing gets lost in between
        for (var index = 0; index < _passedByObject.Length; index++)
        {
            for (var left = shared.Contains(index) ? _passedByObject[index] : 0; left != 0; left &= left - 1)
            {
                bytes[BitOperations.TrailingZeroCount(left), BitOperations.PopCount(_passedByObject[index])] += _graph.BytesOf(index);
            }
        }

        return [.. Enumerable.Range(0, sharing).Select(set => Enumerable.Range(1, sharing).Sum(holders => bytes[set, holders] / holders))];

        void PassOn(int from, ulong sets)
        {
            foreach (var target in _graph.References[from])
            {
                if (!free.Contains(target) && !members.Contains(target) && (_passedByObject[target] | sets) is var more && more != _passedByObject[target])
                {
                    _passedByObject[target] = more;
                    if (_isPending.Add(target))
                    {
                        _held.Push(target);
                    }
                }
            }
        }
    }
}

/// <summary>What one of several sets keeps alive.</summary>
/// <param name="Bytes">What a collection would free if all its objects went.</param>
/// <param name="SharedBytes">Its even part of what would be free only if other sets went too.</param>
internal readonly record struct RetainedSet(long Bytes, long SharedBytes);

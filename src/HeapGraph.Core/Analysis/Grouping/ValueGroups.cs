using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Grouping;

/// <summary>Groups objects by the value that a path leads to.</summary>
/// <remarks>On all cores, each with a table of its own: some 100 bytes for each different value, and 4 for each object where what they
/// retain is asked for.</remarks>
internal sealed class ValueGroups
{
    private const int LookAhead = 1 << 16;
    private const int MostRemembered = 64;   // a power of 2
    private const int ObjectsPerLook = 1 << 10;   // for cancellation: one may have a dictionary of millions

    private readonly HeapCoverage _coverage;
    private readonly Func<int, long> _bytesAt;
    private readonly IPathReader _reader;
    private readonly IReadOnlyList<int> _objects;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<HeapValue, int> _groupByValue;
    private readonly List<(HeapValue Value, long Objects, long Bytes)> _groups = [];
    private readonly int[]? _groupByPlace;   // of each of the objects

    private ValueGroups(HeapCoverage coverage, Func<int, long> bytesAt, IPathReader reader, IReadOnlyList<int> objects, bool remembers, CancellationToken cancellation)
    {
        (_coverage, _bytesAt, _reader, _objects, _cancellation) = (coverage, bytesAt, reader, objects, cancellation);
        _groupByValue = new(new HeapValueEquality(reader));
        _groupByPlace = remembers ? new int[objects.Count] : null;
    }

    /// <summary>The table of the groups.</summary>
    /// <param name="snapshot">The heap.</param>
    /// <param name="values">What paths lead to.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="options">What the table shows.</param>
    /// <param name="tree">The dominator tree where it tells what groups retain; otherwise null.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UnknownNameException">None of the objects has a field that the path names, and it has to be there.</exception>
    public static GroupTable Of(
        HeapSnapshot snapshot, IPathValues values, IReadOnlyList<int> objects, GroupOptions options, DominatorTree? tree, CancellationToken cancellation)
    {
        var reader = values.Along(options.Path);
        var found = new ValueGroups(snapshot.Graph.Coverage, at => snapshot.Graph.BytesOf(objects[at]), reader, objects, remembers: tree is not null, cancellation);
        return found.Grouped(options, tree, snapshot.Graph);
    }

    /// <summary>The same of objects that were found without a graph.</summary>
    /// <param name="found">The objects.</param>
    /// <param name="options">What the table shows.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UnknownNameException">None of the objects has a field that the path names, and it has to be there.</exception>
    public static GroupTable Of(FoundObjects found, GroupOptions options, CancellationToken cancellation) =>
        new ValueGroups(found.Coverage, found.BytesAt, found.Values.Along(options.Path), found.Objects, remembers: false, cancellation).Grouped(options, null, null);

    private GroupTable Grouped(GroupOptions options, DominatorTree? tree, ObjectGraph? graph)
    {
        var tally = Fill();
        if (!options.MayBeUnknown)
        {
            tally.RequireKnown(_reader);
        }

        return Table(options, [.. tally.Missing], tree is null || graph is null ? null : Retained(graph, tree));
    }

    private PathTally Fill()
    {
        var threads = Math.Max(1, Math.Min(Environment.ProcessorCount, _objects.Count / LookAhead));
        var parts = new Part[threads];
        SearchFailure.Unwrapped(() => Parallel.For(0, threads, new ParallelOptions { CancellationToken = _cancellation }, thread =>
        {
            var (start, end) = ((int)((long)_objects.Count * thread / threads), (int)((long)_objects.Count * (thread + 1) / threads));
            parts[thread] = PartOf(start, end);
        }));

        foreach (var part in parts)
        {
            Add(part);
        }

        return PathTally.Sum(_reader.Path, parts.Select(part => part.Tally));
    }

    private Part PartOf(int start, int end)
    {
        // Mostly there are few values: those met lately are known by their bits, without a look at what makes them equal.
        var (part, lately) = (new Part(start, end, new(new HeapValueEquality(_reader)), [], new PathTally(_reader.Path)), new (HeapValue Value, int Next)[MostRemembered]);
        for (var at = start; at < end; at++)
        {
            if (at % ObjectsPerLook == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            var index = _objects[at];
            var value = _reader.Read(index);
            part.Tally.Add(value);
            ref var known = ref lately[(int)(value.Low ^ (value.Kind == ValueKind.Text ? value.Place >> 3 : 0)) & (MostRemembered - 1)];
            if (known.Next == 0 || !AreSame(known.Value, value))
            {
                known = (value, GroupOf(part, value) + 1);
            }

            ref var sum = ref CollectionsMarshal.AsSpan(part.Groups)[known.Next - 1];
            (sum.Objects, sum.Bytes) = (sum.Objects + 1, sum.Bytes + _bytesAt(at));
            if (_groupByPlace is not null)
            {
                _groupByPlace[at] = known.Next - 1;
            }
        }

        return part;
    }

    private static bool AreSame(in HeapValue a, in HeapValue b) =>
        a.Kind == b.Kind && a.Low == b.Low && a.High == b.High && ReferenceEquals(a.Shape, b.Shape) && (a.Kind != ValueKind.Text || a.Place == b.Place);

    private static int GroupOf(Part part, in HeapValue value)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(part.GroupByValue, value, out var isKnown);
        if (!isKnown)
        {
            group = part.Groups.Count;
            part.Groups.Add((value, 0, 0));
        }

        return group;
    }

    private void Add(Part part)
    {
        var groupByGroup = new int[part.Groups.Count];
        foreach (var (index, (value, objects, bytes)) in part.Groups.Index())
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupByValue, value, out var isKnown);
            if (!isKnown)
            {
                group = _groups.Count;
                _groups.Add((value, 0, 0));
            }

            groupByGroup[index] = group;
            ref var sum = ref CollectionsMarshal.AsSpan(_groups)[group];
            (sum.Objects, sum.Bytes) = (sum.Objects + objects, sum.Bytes + bytes);
        }

        for (var at = part.Start; _groupByPlace is not null && at < part.End; at++)
        {
            _groupByPlace[at] = groupByGroup[_groupByPlace[at]];
        }
    }

    private RetainedGroup[] Retained(ObjectGraph graph, DominatorTree tree)
    {
        var groupByObject = new int[graph.ObjectCount];
        Array.Fill(groupByObject, RetainedBytes.None);
        for (var at = 0; at < _objects.Count; at++)
        {
            groupByObject[_objects[at]] = _groupByPlace![at];
        }

        return RetainedBytes.ByGroup(graph, tree, index => groupByObject[index], _groups.Count, cancellation: _cancellation);
    }

    private GroupTable Table(GroupOptions options, IReadOnlyList<MissingValues> missing, RetainedGroup[]? retained)
    {
        var shown = options.Limit == 0 ? _groups.Count : Math.Min(options.Limit, _groups.Count);

        // Of as many as there may be only those that are shown get a text, but where it decides on the order.
        var order = Enumerable.Range(0, _groups.Count);
        var byValue = new ValueOrder(_reader);
        var sorted = options.Sort switch
        {
            GroupSort.Value => order.OrderBy(group => _groups[group].Value, byValue),
            GroupSort.Bytes => order.OrderByDescending(group => _groups[group].Bytes).ThenByDescending(group => _groups[group].Objects),
            GroupSort.Retained => order.OrderByDescending(group => retained![group].Retained).ThenByDescending(group => _groups[group].Objects),
            _ => order.OrderByDescending(group => _groups[group].Objects).ThenByDescending(group => _groups[group].Bytes),
        };
        int[] groups = [.. sorted.ThenBy(group => _groups[group].Value.Kind).Take(shown)];
        return new GroupTable(
            options.Scope, options.Path.Text, [.. InOrder(groups).Select(RowOf)], _objects.Count, _groups.Sum(group => group.Bytes), _groups.Count, _coverage)
        {
            HasRetainedBytes = retained is not null, Missing = missing,
        };

        ValueGroup RowOf(int group) => new(
            TextOf(_groups[group].Value), _groups[group].Objects, _groups[group].Bytes)
        {
            RetainedBytes = retained?[group].Retained,
            MissingFrom = _groups[group].Value is { Kind: ValueKind.Missing } ended ? _reader.Path.Through(ended.Part) : null,
        };

        string? TextOf(HeapValue value) => _reader.TextOf(value, options.MaxLetters) ?? (value.Kind == ValueKind.Missing || _reader.HidesValues ? null : "?");

        // Those that are equal in what they are sorted by stand in the order of their values: it is the same in every run.
        IEnumerable<int> InOrder(int[] groups) => options.Sort switch
        {
            GroupSort.Value => groups,
            GroupSort.Bytes => groups.OrderByDescending(group => _groups[group].Bytes).ThenByDescending(group => _groups[group].Objects).ThenBy(group => _groups[group].Value, byValue),
            GroupSort.Retained => groups.OrderByDescending(group => retained![group].Retained).ThenByDescending(group => _groups[group].Objects).ThenBy(group => _groups[group].Value, byValue),
            _ => groups.OrderByDescending(group => _groups[group].Objects).ThenByDescending(group => _groups[group].Bytes).ThenBy(group => _groups[group].Value, byValue),
        };
    }

    /// <summary>The groups of a stretch of the objects.</summary>
    private sealed record Part(
        int Start, int End, Dictionary<HeapValue, int> GroupByValue, List<(HeapValue Value, long Objects, long Bytes)> Groups, PathTally Tally);
}

using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Filling;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Compares snapshots by path, one after the other as they are read, oldest first.</summary>
/// <remarks>What a path retains can only be measured while its heap is there, and which paths grow is known after the second
/// snapshot: so the first heap is kept until then, and of the others the sums by path. The paths measured are
/// those that grew most in the first interval. For one thread.</remarks>
/// <param name="measuredPaths">How many paths to measure.</param>
/// <param name="filter">Whose size and generation the objects must have; null for any.</param>
internal sealed class PathGrowth(int measuredPaths, ObjectFilter? filter = null)
{
    private const int MostAsked = 20;

    private readonly PathCatalog _catalog = new();
    private readonly List<PathCounts> _counts = [];
    private readonly List<GrowthSnapshot> _snapshots = [];
    private readonly List<Dictionary<int, RetainedSet>> _retainedByPath = [];
    private readonly Dictionary<int, SlotLabel?> _viaByPath = [];
    private readonly Dictionary<int, FilledField[]> _filledByPath = [];
    private readonly List<int> _measured = [];
    private int _sharing;   // the first of the measured ones, none of them below another
    private ObjectGraph? _first;

    /// <summary>Takes the next snapshot in; it may be closed afterwards.</summary>
    /// <param name="snapshot">A heap read with <see cref="GraphParts.Reachability"/> and <see cref="GraphParts.Slots"/>.</param>
    /// <param name="cancellation">Ends the search; then what was taken in before still stands.</param>
    /// <returns>Its totals.</returns>
    public GrowthSnapshot Add(HeapSnapshot snapshot, CancellationToken cancellation = default)
    {
        var counts = new PathSearch(snapshot.Graph, _catalog, cancellation, filter?.ObjectsIn(snapshot.Graph)).Run();
        if (_counts.Count == 1)
        {
            PathCounts[] both = [.. _counts, counts];
            _measured.AddRange(GrowingPaths(both).Take(measuredPaths));
            _sharing = _measured.Take(RetainedSets.MaxSets).Count(path => !AncestorsOf(path).Any(ancestor => Grew(both, ancestor)));
            NameSteps(snapshot.Details, counts);
            AskWhoFills(snapshot, counts, cancellation);
            _retainedByPath.Add(RetainedOf(_first!, _counts[0], cancellation));
            _counts[0].ForgetObjects();
        }

        if (_counts.Count > 0)
        {
            var retained = RetainedOf(snapshot.Graph, counts, cancellation);
            counts.ForgetObjects();
            _retainedByPath.Add(retained);
        }

        _first = _counts.Count == 0 ? snapshot.Graph : null;
        _counts.Add(counts);
        _snapshots.Add(new GrowthSnapshot(snapshot.Target, counts.TotalObjects, counts.TotalBytes, snapshot.Graph.Coverage));
        return _snapshots[^1];
    }

    /// <summary>The paths that grew in each interval, those with most new objects first.</summary>
    /// <param name="choose">Says which of some types count at the end of a path, by index; null for all.</param>
    /// <exception cref="InvalidOperationException">Fewer than two snapshots were taken in.</exception>
    public PathGrowthTable Table(Func<IReadOnlyList<HeapType>, Func<int, bool>>? choose = null)
    {
        if (_counts.Count < 2)
        {
            throw new InvalidOperationException("Growth needs two snapshots or more.");
        }

        var includesType = choose?.Invoke(_catalog.Types);
        PathGrowthRow[] rows = [..
            from path in GrowingPaths(_counts)
            where IsIncluded(path) && !AncestorsOf(path).Any(ancestor => IsIncluded(ancestor) && Grew(_counts, ancestor))
            select RowOf(path)];
        var ofCode = GrowingPaths(_counts).Where(path => IsOfCode(path) && includesType?.Invoke(_catalog[path].Type) != false).Sum(path => _counts[^1].ObjectsOf(path) - _counts[0].ObjectsOf(path));
        return new PathGrowthTable([.. _snapshots], rows, rows.Length) { Filter = filter ?? ObjectFilter.None, CodeObjectsDelta = ofCode }.SortedBy(GrowthSort.Count);

        bool IsIncluded(int path) => includesType?.Invoke(_catalog[path].Type) != false && !IsOfCode(path);
    }

    /// <summary>Whether a path is that of literals and types, of which .NET makes more with each method that it compiles. What hangs on them is not.</summary>
    private bool IsOfCode(int path) => _catalog[_catalog[path].Parent] is { Parent: PathCatalog.None, RootKind: HeapRootKind.Frozen };

    private PathGrowthRow RowOf(int path) => new(
        PathOf(path),
        [.. _counts.Select(counts => counts.ObjectsOf(path))],
        [.. _counts.Select(counts => counts.BytesOf(path))],
        _retainedByPath[0].ContainsKey(path) ? [.. _retainedByPath.Select(retained => retained[path].Bytes)] : null)
    {
        Filled = _filledByPath.GetValueOrDefault(path) ?? [],
        SharedBytes = _measured.Take(_sharing).Contains(path) ? [.. _retainedByPath.Select(retained => retained[path].SharedBytes)] : null,
    };

    private GrowthPath PathOf(int path)
    {
        int[] steps = [.. AncestorsOf(path).Reverse().Append(path)];
        var root = _catalog[_catalog[steps[0]].Parent];
        return new GrowthPath(root.RootKind, root.RootName, [.. steps.Select(step =>
            new GrowthPathStep(_viaByPath.GetValueOrDefault(step), TypeOf(step)) { IsRepeated = _catalog[step].IsRepeated })]);
    }

    /// <summary>Those that may be rows first, then those below them; each by new objects.</summary>
    private IOrderedEnumerable<int> GrowingPaths(IReadOnlyList<PathCounts> counts) => Enumerable.Range(0, _catalog.Count)
        .Where(path => _catalog[path].Parent != PathCatalog.None && Grew(counts, path))
        .OrderBy(path => AncestorsOf(path).Any(ancestor => Grew(counts, ancestor)))
        .ThenByDescending(path => counts[^1].ObjectsOf(path) - counts[0].ObjectsOf(path));

    private static bool Grew(IReadOnlyList<PathCounts> counts, int path)
    {
        for (var index = 1; index < counts.Count; index++)
        {
            if (counts[index].ObjectsOf(path) <= counts[index - 1].ObjectsOf(path))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The steps before a path's last one, the nearest first; without the root.</summary>
    private IEnumerable<int> AncestorsOf(int path)
    {
        for (path = _catalog[path].Parent; _catalog[path].Parent != PathCatalog.None; path = _catalog[path].Parent)
        {
            yield return path;
        }
    }

    private HeapType TypeOf(int path) => _catalog.Types[_catalog[path].Type];

    private Dictionary<int, RetainedSet> RetainedOf(ObjectGraph graph, PathCounts counts, CancellationToken cancellation)
    {
        var retainedByPath = new Dictionary<int, RetainedSet>();
        foreach (var (number, batch) in _measured.Chunk(RetainedSets.MaxSets).Index())
        {
            var setByPath = new int[_catalog.Count];
            Array.Fill(setByPath, -1);
            for (var set = 0; set < batch.Length; set++)
            {
                setByPath[batch[set]] = set;
            }

            var (paths, fits) = (counts.PathByObject, filter?.ObjectsIn(graph));
            var retained = RetainedSets.Of(
                graph, index => paths[index] >= 0 && fits?.Invoke(index) != false ? setByPath[paths[index]] : -1, batch.Length, number == 0 ? _sharing : 0, cancellation);
            for (var set = 0; set < batch.Length; set++)
            {
                retainedByPath[batch[set]] = retained[set];
            }
        }

        return retainedByPath;
    }

    /// <summary>Which rows there will be is not known before the last heap: of those that lead now the first ones are asked about.</summary>
    private void AskWhoFills(HeapSnapshot snapshot, PathCounts counts, CancellationToken cancellation)
    {
        var filling = new FieldFilling(snapshot, cancellation);
        foreach (var path in _measured.Take(MostAsked))
        {
            int[] steps = [.. AncestorsOf(path).Reverse().Append(path)];
            var root = _catalog[_catalog[steps[0]].Parent];
            var first = counts.SampleOf(steps[0]).To;
            HeapRoot[] roots = root.RootName is null ? [] : [.. snapshot.Graph.RootsOf(first).Where(held => held.Kind == root.RootKind && held.Field == root.RootName).Take(1)];
            FilledField?[] found = [
                .. roots.Select(filling.Of),
                .. steps.Skip(1).Select(counts.SampleOf).Where(sample => sample.From != PathCounts.NoObject).Select(sample => filling.Of(sample.From, sample.To))];
            _filledByPath[path] = [.. found.OfType<FilledField>().Distinct()];
        }
    }

    private void NameSteps(IObjectDetails details, PathCounts counts)
    {
        foreach (var step in _measured.SelectMany(path => AncestorsOf(path).Prepend(path)))
        {
            if (!_viaByPath.ContainsKey(step) && counts.SampleOf(step) is { From: not PathCounts.NoObject } sample)
            {
                _viaByPath[step] = StepName.Of(details.LabelsOf(sample.From, sample.To), TypeOf(_catalog[step].Parent));
            }
        }
    }
}

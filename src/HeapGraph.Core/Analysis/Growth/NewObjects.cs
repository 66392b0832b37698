using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Finds out which objects of a snapshot were not there in an earlier one of the same process, though a collection
/// in between may have moved any of them.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>In the large and pinned object heaps and in frozen segments objects stay where they are: one is new when no object of
/// its type and length was at its address. (One that took the very place of an equal one counts as old; so the number may be
/// too low, never too high, unless the program had the large object heap compacted.)</item>
/// <item>Elsewhere an address says nothing: compaction slides objects to where equal ones were. There a type's objects are told apart
/// by path: where a path has more of them than before, the surplus is new. An object that went from one path to another counts as
/// new too.</item>
/// <item>Where a type had no movable object before, or has none now, nothing is left to guess.</item>
/// </list>
/// Of the first snapshot the sums by path are kept, and the address of each object that does not move. For one thread.
/// </remarks>
/// <param name="filter">Whose size the objects must have; null for any.</param>
internal sealed class NewObjects(ObjectFilter? filter = null)
{
    private readonly PathCatalog _catalog = new();
    private readonly List<GrowthSnapshot> _snapshots = [];
    private readonly List<Counts> _counts = [];

    /// <summary>Takes the next snapshot in; it may be closed afterwards.</summary>
    /// <param name="snapshot">A heap read with <see cref="GraphParts.Reachability"/> and <see cref="GraphParts.Slots"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Its totals.</returns>
    public GrowthSnapshot Add(HeapSnapshot snapshot, CancellationToken cancellation = default)
    {
        var graph = snapshot.Graph;
        var fits = filter?.ObjectsIn(graph);
        var paths = new PathSearch(graph, _catalog, cancellation, fits).Run();
        var counts = new Counts();
        foreach (var index in graph.Generations.UnmovedObjects)
        {
            if (paths.PathByObject[index] is >= 0 and var path && fits?.Invoke(index) != false)
            {
                var type = _catalog.NumberOf(graph.TypeOf(index));
                counts.Unmoved.Add((graph.AddressOf(index), type, graph.LengthOf(index)));
                CollectionsMarshal.GetValueRefOrAddDefault(counts.UnmovedByType, type, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(counts.MovableByPath, path, out _)--;
            }
        }

        for (var path = 0; path < _catalog.Count; path++)
        {
            if (paths.ObjectsOf(path) > 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts.MovableByPath, path, out _) += paths.ObjectsOf(path);
            }
        }

        _counts.Add(counts);
        _snapshots.Add(new GrowthSnapshot(snapshot.Target, paths.TotalObjects, paths.TotalBytes, graph.Coverage));
        return _snapshots[^1];
    }

    /// <summary>What is new in the second snapshot.</summary>
    /// <param name="choose">Says which of some types count, by index; null for all.</param>
    /// <exception cref="InvalidOperationException">There are not two snapshots.</exception>
    public NewObjectTable Table(Func<IReadOnlyList<HeapType>, Func<int, bool>>? choose = null)
    {
        if (_counts is not [var before, var after])
        {
            throw new InvalidOperationException("What is new takes two snapshots.");
        }

        var includesType = choose?.Invoke(_catalog.Types);
        var (old, current, gained) = (new long[_catalog.Types.Count], new long[_catalog.Types.Count], new long[_catalog.Types.Count]);
        for (var path = 0; path < _catalog.Count; path++)
        {
            if (_catalog[path].Type is not PathCatalog.None and var type)
            {
                var (was, isNow) = (before.MovableByPath.GetValueOrDefault(path), after.MovableByPath.GetValueOrDefault(path));
                old[type] += was;
                current[type] += isNow;
                gained[type] += Math.Max(0, isNow - was);
            }
        }

        var arrived = after.Unmoved.Where(placed => !before.Unmoved.Contains(placed)).CountBy(placed => placed.Type).ToDictionary();
        NewObjectRow[] rows = [..
            from type in Enumerable.Range(0, _catalog.Types.Count)
            where includesType?.Invoke(type) != false
            let row = new NewObjectRow(
                _catalog.Types[type],
                old[type] + before.UnmovedByType.GetValueOrDefault(type),
                current[type] + after.UnmovedByType.GetValueOrDefault(type),
                gained[type] + arrived.GetValueOrDefault(type),
                old[type] == 0 || current[type] == 0)
            where row.New > 0 || row.Delta != 0
            select row];
        return new NewObjectTable([.. _snapshots], rows, rows.Length) { Filter = filter ?? ObjectFilter.None }.SortedBy(GrowthSort.Count);
    }

    private sealed class Counts
    {
        public HashSet<(ulong Address, int Type, long Length)> Unmoved { get; } = [];

        public Dictionary<int, long> UnmovedByType { get; } = [];

        public Dictionary<int, long> MovableByPath { get; } = [];
    }
}

using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Heaps.Results;

/// <summary>Compares heaps of one program as they come, oldest first. Each may be closed once it was added.</summary>
internal abstract class GrowthSeries
{
    /// <summary>How the result names what can be set.</summary>
    protected IRemedyWords Words { get; private set; } = LibraryWords.Instance;

    /// <summary>Takes the next heap in.</summary>
    /// <returns>Its totals.</returns>
    public GrowthSnapshot Add(HeapReading heap)
    {
        Words = heap.Words;
        return Take(heap);
    }

    /// <summary>What changed, after two heaps or more.</summary>
    public abstract HeapResult Result();

    /// <inheritdoc cref="Add"/>
    protected abstract GrowthSnapshot Take(HeapReading heap);
}

/// <summary>By type, namespace or assembly.</summary>
/// <param name="scope">Which objects count.</param>
/// <param name="peak">Whether the last heap is compared with the highest count before.</param>
/// <param name="by">What one row stands for.</param>
/// <param name="sort">The order.</param>
/// <param name="limit">Rows; 0 for all.</param>
/// <param name="includes">Of some types which count, by type index; null for all.</param>
internal sealed class TypeGrowthSeries(
    ObjectScope scope, bool peak, GrowthRowKind by, GrowthSort sort, int limit, Func<IReadOnlyList<HeapType>, Func<int, bool>>? includes) : GrowthSeries
{
    private readonly List<(string Target, TypeTable Table)> _tables = [];

    protected override GrowthSnapshot Take(HeapReading heap)
    {
        var table = heap.TypesOf(scope, includes);
        _tables.Add((heap.Name, table));
        return GrowthSnapshot.Of(heap.Name, table);
    }

    public override HeapResult Result() => new HeapGrowth(GrowthTable.Of(_tables, peak, by).SortedBy(sort).Limited(limit)) { Words = Words };
}

/// <summary>By the value that a path leads to.</summary>
/// <param name="path">The path.</param>
/// <param name="scope">Which objects count.</param>
/// <param name="peak">Whether the last heap is compared with the highest count before.</param>
/// <param name="sort">The order.</param>
/// <param name="limit">Rows; 0 for all.</param>
/// <param name="objectsOf">The objects of a heap that count.</param>
/// <param name="wants">Of some types which count, by type index, where all their reachable objects do; else null.</param>
internal sealed class ValueGrowthSeries(
    ValuePath path, ObjectScope scope, bool peak, GrowthSort sort, int limit, Func<HeapReading, IReadOnlyList<int>> objectsOf, Func<IReadOnlyList<HeapType>, Func<int, bool>>? wants = null) : GrowthSeries
{
    private readonly GroupOptions _options = new(path, scope, GroupSort.Count, Limit: 0) { MaxLetters = GrowthTable.MostLetters };
    private readonly List<(string Target, GroupTable Groups)> _tables = [];
    private UnknownNameException? _unknown;
    private int _known;

    protected override GrowthSnapshot Take(HeapReading heap)
    {
        var groups = (Alone() ?? InGraph()) with { Filter = heap.Filter };
        _tables.Add((heap.Name, groups));
        return new GrowthSnapshot(heap.Name, groups.TotalObjects, groups.TotalBytes, groups.Coverage);

        GroupTable? Alone() => wants is null || scope != ObjectScope.Reachable ? null
            : heap.WithObjectsOf("Grouping by value", wants, found => Groups(found.Objects.Count, options => ValueGroups.Of(found, options, heap.Cancellation)));

        GroupTable InGraph()
        {
            var objects = objectsOf(heap);
            return heap.WithValues("Grouping by value", objects.Count, (snapshot, values) =>
                Groups(objects.Count, options => ValueGroups.Of(snapshot, values, objects, options, tree: null, heap.Cancellation)));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="UnknownNameException">No object of any heap has a field that the path names.</exception>
    public override HeapResult Result() => _known == 0 && _unknown is not null ? throw _unknown
        : new HeapGrowth(GrowthTable.Of(_tables, peak).SortedBy(sort).Limited(limit)) { Words = Words };

    // What has the field may have come later.
    private GroupTable Groups(int objects, Func<GroupOptions, GroupTable> group)
    {
        try
        {
            var groups = group(_options);
            _known += objects > 0 ? 1 : 0;
            return groups;
        }
        catch (UnknownNameException unknown)
        {
            _unknown = unknown;
            return group(_options with { MayBeUnknown = true });
        }
    }
}

/// <summary>By path from a root.</summary>
/// <param name="filter">Which objects count.</param>
/// <param name="sort">The order.</param>
/// <param name="limit">Rows; 0 for all.</param>
/// <param name="includes">Of some types which count at the end of a path, by type index; null for all.</param>
internal sealed class PathGrowthSeries(ObjectFilter filter, GrowthSort sort, int limit, Func<IReadOnlyList<HeapType>, Func<int, bool>>? includes) : GrowthSeries
{
    // With few rows asked for, their rivals of the first interval are measured too: later intervals may turn the order round.
    private const int FewestMeasured = 63, MostMeasured = 315;

    private readonly PathGrowth _growth = new(limit == 0 ? MostMeasured : Math.Clamp(4 * limit, FewestMeasured, MostMeasured), filter);

    protected override GrowthSnapshot Take(HeapReading heap) => heap.WithSlots(snapshot =>
        heap.Clock.Timed("Comparing by path", () => _growth.Add(snapshot, heap.Cancellation)));

    public override HeapResult Result() => new HeapPathGrowth(_growth.Table(includes).SortedBy(sort).Limited(limit)) { Words = Words };
}

/// <summary>Objects that were not there before, by type.</summary>
/// <param name="filter">Which objects count.</param>
/// <param name="sort">The order.</param>
/// <param name="limit">Rows; 0 for all.</param>
/// <param name="includes">Of some types which count, by type index; null for all.</param>
internal sealed class NewObjectSeries(ObjectFilter filter, GrowthSort sort, int limit, Func<IReadOnlyList<HeapType>, Func<int, bool>>? includes) : GrowthSeries
{
    private readonly NewObjects _found = new(filter);

    protected override GrowthSnapshot Take(HeapReading heap) => heap.WithSlots(snapshot =>
        heap.Clock.Timed("Comparing by path", () => _found.Add(snapshot, heap.Cancellation)));

    public override HeapResult Result() => new HeapNewObjects(_found.Table(includes).SortedBy(sort).Limited(limit)) { Words = Words };
}

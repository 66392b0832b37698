using System.Collections;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Heaps.Results;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Some objects of a <see cref="Heap"/>, by address where nothing else is said. As a text it is the table of
/// <c>heapgraph objects</c>, of the first ten.</summary>
/// <remarks>4 bytes per object. The table of reachable objects says what each keeps alive, for which the first one costs as much as
/// <see cref="Heap.Dominators"/>.</remarks>
public sealed class HeapObjects : HeapResult, IReadOnlyList<HeapObject>
{
    private readonly HeapReading _reading;
    private readonly ObjectGraph _graph;
    private readonly IReadOnlyList<int> _objects;
    private readonly ObjectScope _scope;
    private readonly ObjectSort _sort;
    private readonly int _limit;

    internal HeapObjects(HeapReading reading, IReadOnlyList<int> objects, ObjectScope scope)
        : this(reading, reading.Read(GraphParts.Reachability).Graph, objects, scope)
    {
    }

    internal HeapObjects(
        HeapReading reading, ObjectGraph graph, IReadOnlyList<int> objects, ObjectScope scope, ObjectSort sort = ObjectSort.Address, int limit = 10)
        : base(reading.Name) =>
        (_reading, _graph, _objects, _scope, _sort, _limit, Words) = (reading, graph, objects, scope, sort, limit, reading.Words);

    /// <summary>Whether the table says what each keeps alive, though not all are reachable.</summary>
    internal bool TellsEach { get; init; }

    /// <summary>Whether the table says what would be freed if all of them went.</summary>
    internal bool TellsTogether { get; init; }

    /// <summary>Whether they are those that no other object refers to.</summary>
    internal bool IsOfUnreferenced { get; init; }

    /// <summary>Paths whose values the table tells besides.</summary>
    internal IReadOnlyList<ValuePath> Selected { get; init; } = [];

    /// <summary>What was left out.</summary>
    internal ObjectFilter Filter { get => field ?? _reading.Filter; init; }

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>Their own sizes added up. One pass over them.</summary>
    public long Bytes => _objects.Sum(_graph.BytesOf);

    /// <summary>One of them.</summary>
    /// <param name="index">Its place, from 0.</param>
    public HeapObject this[int index] => new(_reading, _graph, _objects[index]);

    /// <summary>The same objects with another table as their text.</summary>
    /// <param name="sort">The order of its rows.</param>
    /// <param name="limit">How many rows; 0 for all.</param>
    /// <example><code>Console.WriteLine(heap.ObjectsOf("string").Shown(ObjectSort.Bytes, limit: 3));</code></example>
    public HeapObjects Shown(ObjectSort sort = ObjectSort.Address, int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Like(_objects, sort, limit, Selected, Filter);
    }

    /// <summary>Those of them for which a condition holds: <c>Buyer.Name = "x"</c>, <c>Items.Count > 100 and Status != Paid</c>. Paths lead through
    /// fields, properties that are made of one, <c>[3]</c>, <c>["key"]</c>, <c>Count</c> and <c>Length</c>; the comparisons are = != &lt; &lt;= &gt; &gt;= and
    /// ~ for patterns.</summary>
    /// <remarks>Some reads of memory for each object. Where a path leads nowhere the comparison does not hold; the table says of how many
    /// objects that is so.</remarks>
    /// <param name="condition">The condition.</param>
    /// <exception cref="UnknownNameException">None of them has a field that the condition names.</exception>
    /// <exception cref="ArgumentException">It is no condition.</exception>
    /// <exception cref="HeapReadException">The target does not tell what stands in fields.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var open = heap.ObjectsOf("Order").Where("Status != Paid and Lines.Count > 100");</code></example>
    public HeapObjects Where(string condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var (left, outcome) = _reading.Meeting(_objects, condition);
        return Like(left, _sort, _limit, Selected, Filter with { Where = Filter.Where is { } before ? before.And(outcome) : outcome });
    }

    /// <summary>The same objects; the table tells of each what some paths lead to.</summary>
    /// <param name="paths">The paths, as in <see cref="Where(string)"/>.</param>
    /// <exception cref="ArgumentException">One is none.</exception>
    /// <example><code>Console.WriteLine(heap.ObjectsOf("Order").Selecting("Buyer.Name", "Lines.Count"));</code></example>
    public HeapObjects Selecting(params IEnumerable<string> paths) => Like(_objects, _sort, _limit, [.. paths.Select(PathText.PathIn).Distinct()], Filter);

    /// <summary>They, grouped by the value that a path leads to, the largest group first.</summary>
    /// <remarks>Some reads of memory for each object; <see cref="GroupSort.Retained"/> costs a dominator tree.</remarks>
    /// <param name="path">The path, as in <see cref="Where(string)"/>.</param>
    /// <param name="sort">The order. <see cref="GroupSort.Retained"/> adds what the objects of each group keep alive.</param>
    /// <param name="limit">How many groups; 0 for all.</param>
    /// <exception cref="UnknownNameException">None of them has a field that the path names.</exception>
    /// <exception cref="ArgumentException">It is no path.</exception>
    /// <exception cref="HeapReadException">The target does not tell what stands in fields.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.ObjectsOf("MessageHub").By("Configuration.Address.Segments[0]"));</code></example>
    public HeapGroups By(string path, GroupSort sort = GroupSort.Count, int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var options = new GroupOptions(PathText.PathIn(path), _scope, sort, limit);
        var tree = sort == GroupSort.Retained ? _reading.Dominators() : null;
        var table = _reading.WithValues("Grouping by value", Count, (snapshot, values) => ValueGroups.Of(snapshot, values, _objects, options, tree, _reading.Cancellation));
        return new HeapGroups(Target, table with { Filter = Filter }) { Words = Words };
    }

    /// <summary>How they changed since earlier heaps of the program, by the value that a path leads to: which customer, state, length it is that grew.</summary>
    /// <remarks>Some reads of memory for each object of each heap. Texts are told apart by their first 1,000 letters, objects by their addresses,
    /// which a collection may change.</remarks>
    /// <param name="path">The path, as in <see cref="Where(string)"/>.</param>
    /// <param name="earlier">The objects of the earlier heaps, oldest first; one or more.</param>
    /// <param name="peak">True to compare with each value's highest count before, and to list increases only.</param>
    /// <param name="limit">How many values; 0 for all that changed.</param>
    /// <param name="sort">The order.</param>
    /// <exception cref="UnknownNameException">No object of any heap has a field that the path names.</exception>
    /// <exception cref="ArgumentException">There are no earlier objects, it is no path, or there is no column to sort by that.</exception>
    /// <exception cref="HeapReadException">A target does not tell what stands in fields.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>Console.WriteLine(after.ObjectsOf("Order").GrowthBy("Buyer.Name", [before.ObjectsOf("Order")]));</code></example>
    public HeapGrowth GrowthBy(string path, IEnumerable<HeapObjects> earlier, bool peak = false, int limit = 10, GrowthSort sort = GrowthSort.Count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        HeapObjects[] all = [.. earlier, this];
        var next = 0;
        var series = new ValueGrowthSeries(
            PathText.PathIn(path), _scope, peak, sort != GrowthSort.New ? sort : throw new ArgumentException($"There is no column to sort by {sort}.", nameof(sort)), limit,
            _ => all[next++]._objects);
        foreach (var objects in all.Length > 1 ? all : throw new ArgumentException("Growth needs an earlier heap.", nameof(earlier)))
        {
            series.Add(objects._reading);
        }

        return (HeapGrowth)series.Result();
    }

    /// <inheritdoc/>
    public IEnumerator<HeapObject> GetEnumerator() => _objects.Select(index => new HeapObject(_reading, _graph, index)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override NextCommand? Next => Table.Rows is [var first, ..] ? new NextCommand.ObjectAt(first.Address) : null;

    internal override TableView View(bool shortNames) => TableView.Of(Target, Table, shortNames);

    internal override string Json() => JsonResult.Of(Target, Table);

    private ObjectTable Table
    {
        get
        {
            return field ??= Found();

            ObjectTable Found()
            {
                var tree = _scope == ObjectScope.Reachable || _sort == ObjectSort.Retained || TellsEach ? _reading.Dominators() : null;
                var table = _reading.Clock.Timed(
                    "Sorting", () => ObjectTable.Of(new HeapSnapshot(Target, _graph, _reading.DetailsOrNone), _objects, _scope, _sort, _limit, tree))
                    with { Filter = Filter, IsOfUnreferenced = IsOfUnreferenced };
                table = Selected.Count > 0 ? WithFields(table) : table;
                table = _scope == ObjectScope.Unreachable && _objects.Count > 0 && !_reading.IsClosed ? table with { Garbage = _reading.Dead().Of(_objects) } : table;
                return TellsTogether
                    ? table with { Retained = _reading.Clock.Timed("Finding what they retain", () => RetainedBytes.OfSet(_graph, ObjectSet.Of(_graph.ObjectCount, _objects), _reading.Cancellation)) }
                    : table;
            }
        }
    }

    private HeapObjects Like(IReadOnlyList<int> objects, ObjectSort sort, int limit, IReadOnlyList<ValuePath> selected, ObjectFilter filter) =>
        new(_reading, _graph, objects, _scope, sort, limit) { TellsEach = TellsEach, IsOfUnreferenced = IsOfUnreferenced, Selected = selected, Filter = filter };

    private ObjectTable WithFields(ObjectTable table) => _reading.WithValuesOrNone("Reading fields", table.Rows.Count, (_, values) => SelectedValues.In(table, _graph, values, Selected, _objects, _reading.Cancellation))
        ?? table with { Selected = [.. Selected.Select(path => path.Text)], Rows = [.. table.Rows.Select(row => row with { Fields = new string?[Selected.Count] })] };
}

using System.Collections;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Opened;
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
        return new(_reading, _graph, _objects, _scope, sort, limit);
    }

    /// <inheritdoc/>
    public IEnumerator<HeapObject> GetEnumerator() => _objects.Select(index => new HeapObject(_reading, _graph, index)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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
                    with { Filter = _reading.Filter, IsOfUnreferenced = IsOfUnreferenced };
                return TellsTogether
                    ? table with { Retained = _reading.Clock.Timed("Finding what they retain", () => RetainedBytes.OfSet(_graph, ObjectSet.Of(_graph.ObjectCount, _objects), _reading.Cancellation)) }
                    : table;
            }
        }
    }
}

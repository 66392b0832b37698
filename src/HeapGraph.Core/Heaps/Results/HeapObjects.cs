using System.Collections;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Analysis;
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
    private readonly HeapReading _heap;
    private readonly ObjectGraph _graph;
    private readonly IReadOnlyList<int> _objects;
    private readonly ObjectScope _scope;
    private readonly ObjectSort _sort;
    private readonly int _limit;

    internal HeapObjects(HeapReading heap, IReadOnlyList<int> objects, ObjectScope scope)
        : this(heap, heap.Read(GraphParts.Reachability).Graph, objects, scope)
    {
    }

    internal HeapObjects(
        HeapReading heap, ObjectGraph graph, IReadOnlyList<int> objects, ObjectScope scope, ObjectSort sort = ObjectSort.Address, int limit = 10)
        : base(heap.Name) =>
        (_heap, _graph, _objects, _scope, _sort, _limit, Words) = (heap, graph, objects, scope, sort, limit, heap.Words);

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
    public HeapObject this[int index] => new(_heap, _graph, _objects[index]);

    /// <summary>The same objects with another table as their text.</summary>
    /// <param name="sort">The order of its rows.</param>
    /// <param name="limit">How many rows; 0 for all.</param>
    /// <example><code>Console.WriteLine(heap.ObjectsOf("string").Shown(ObjectSort.Bytes, limit: 3));</code></example>
    public HeapObjects Shown(ObjectSort sort = ObjectSort.Address, int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return new(_heap, _graph, _objects, _scope, sort, limit);
    }

    /// <inheritdoc/>
    public IEnumerator<HeapObject> GetEnumerator() => _objects.Select(index => new HeapObject(_heap, _graph, index)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override TableView View(bool shortNames) => TableView.Of(Target, Table, shortNames);

    internal override string Json() => JsonResult.Of(Target, Table);

    private ObjectTable Table
    {
        get
        {
            var reading = _heap;
            return field ??= Found();

            ObjectTable Found()
            {
                var tree = _scope == ObjectScope.Reachable || _sort == ObjectSort.Retained || TellsEach ? reading.Dominators() : null;
                var table = reading.Clock.Timed(
                    "Sorting", () => ObjectTable.Of(new HeapSnapshot(Target, _graph, reading.DetailsOrNone), _objects, _scope, _sort, _limit, tree))
                    with { Filter = reading.Filter, IsOfUnreferenced = IsOfUnreferenced };
                return TellsTogether
                    ? table with { Retained = reading.Clock.Timed("Finding what they retain", () => RetainedBytes.OfSet(_graph, ObjectSet.Of(_graph.ObjectCount, _objects), reading.Cancellation)) }
                    : table;
            }
        }
    }
}

using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>The types with the most objects, the most common first. objgraph's <c>most_common_types</c>, with bytes.</summary>
    /// <remarks>The first question reads the heap; later ones about the same scope cost nothing.</remarks>
    /// <param name="limit">How many types; 0 for all.</param>
    /// <param name="sort">The order. <see cref="TypeSort.Retained"/> adds what the objects of each type keep alive, which costs
    /// a dominator tree.</param>
    /// <param name="scope">Which objects count. <see cref="ObjectScope.All"/> is read faster, and nothing is kept.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.MostCommonTypes(limit: 20));</code></example>
    public HeapTypes MostCommonTypes(
        int limit = 10, TypeSort sort = TypeSort.Count, ObjectScope scope = ObjectScope.Reachable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Types(scope, sort, limit);
    }

    /// <summary>Every type with its number of objects and their bytes, the most common first. objgraph's <c>typestats</c>.</summary>
    /// <remarks>As <see cref="MostCommonTypes"/> without a limit.</remarks>
    /// <param name="scope">Which objects count.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var bytesOfMine = heap.TypeStats().Where(row => row.Type.AssemblyName == "Shop").Sum(row => row.Bytes);</code></example>
    public HeapTypes TypeStats(ObjectScope scope = ObjectScope.Reachable) =>
        MostCommonTypes(0, TypeSort.Count, scope);

    /// <summary>How many objects there are of a type. objgraph's <c>count</c>.</summary>
    /// <remarks>The first question reads the heap; later ones about the same scope cost a look at each type.</remarks>
    /// <param name="type">A name as in <see cref="ObjectsOf"/>.</param>
    /// <param name="scope">Which objects count.</param>
    /// <returns>Their number; 0 when there is no such type.</returns>
    /// <exception cref="ArgumentException">The name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Assert.Equal(0, heap.Count("Shop.Session"));</code></example>
    public long Count(string type, ObjectScope scope = ObjectScope.Reachable)
    {
        var pattern = new TypeNamePattern(type);
        return _reading.TypesOf(scope).Rows.Where(row => pattern.Matches(row.Type)).Sum(row => row.Objects);
    }

    /// <param name="scope">Which objects count.</param>
    /// <param name="sort">The order; null for what they retain where that costs little, else bytes.</param>
    /// <param name="limit">How many types; 0 for all.</param>
    /// <param name="includes">Of some types which to list, by type index; null for all.</param>
    internal HeapTypes Types(ObjectScope scope, TypeSort? sort, int limit, Func<IReadOnlyList<HeapType>, Func<int, bool>>? includes = null)
    {
        var order = OrderOf(scope, sort);
        var table = _reading.TypesOf(scope, includes, withRetained: order == TypeSort.Retained);
        return new HeapTypes(Target, table.SortedBy(order).Limited(limit)) { Words = _reading.Words };
    }

    /// <summary>The order that was named, or what is best where none was: what types retain where that costs little, else bytes.</summary>
    internal TypeSort OrderOf(ObjectScope scope, TypeSort? named) => named ?? (scope == ObjectScope.Reachable && _reading.IsSmall ? TypeSort.Retained : TypeSort.Bytes);

    /// <param name="graph">The heap.</param>
    /// <param name="objects">The objects to count.</param>
    /// <param name="scope">What they are.</param>
    /// <param name="sort">The order.</param>
    /// <param name="limit">How many types; 0 for all.</param>
    internal HeapTypes Types(ObjectGraph graph, IReadOnlyList<int> objects, ObjectScope scope, TypeSort sort, int limit)
    {
        var table = _reading.Clock.Timed("Counting by type", () => TypesOfObjects.Of(graph, objects, scope)) with { Filter = _reading.Filter };
        table = sort == TypeSort.Retained ? _reading.Clock.Timed("Finding dominators", () => table.Retaining(graph, _reading.Cancellation)) : table;
        return new HeapTypes(Target, table.SortedBy(sort).Limited(limit)) { Words = _reading.Words };
    }
}

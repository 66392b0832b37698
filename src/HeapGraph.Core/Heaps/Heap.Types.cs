using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Analysis.Patterns;
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
        var table = _reading.TypesOf(scope);
        if (sort == TypeSort.Retained)
        {
            table = table.Retaining(_reading.Read(GraphParts.Reachability).Graph, _reading.Cancellation);
        }

        return new HeapTypes(Target, table.SortedBy(sort).Limited(limit));
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

    /// <summary>Which types grew, and by how much, since an earlier heap of the same program; what shrank comes last.</summary>
    /// <remarks>Counts both heaps by type, where that was not done yet.</remarks>
    /// <param name="since">The earlier heap.</param>
    /// <param name="limit">How many types; 0 for all that changed.</param>
    /// <param name="scope">Which objects count.</param>
    /// <exception cref="HeapReadException">A dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>
    /// using var before = Heap.Open("before.dmp");
    /// using var after = Heap.Open("after.dmp");
    /// Console.WriteLine(after.Growth(since: before));
    /// </code></example>
    public HeapGrowth Growth(Heap since, int limit = 10, ObjectScope scope = ObjectScope.Reachable)
    {
        ArgumentNullException.ThrowIfNull(since);
        return Growth([since], peak: false, limit, scope);
    }

    /// <summary>How the types changed over several heaps of one program, this one the last. objgraph's <c>growth</c>, with
    /// <paramref name="peak"/> in its very meaning.</summary>
    /// <remarks>Counts each heap by type, where that was not done yet.</remarks>
    /// <param name="earlier">The heaps before this one, oldest first; one or more.</param>
    /// <param name="peak">True to compare with each type's highest count before, and to list increases only.</param>
    /// <param name="limit">How many types; 0 for all that changed.</param>
    /// <param name="scope">Which objects count.</param>
    /// <exception cref="ArgumentException">There is no earlier heap.</exception>
    /// <exception cref="HeapReadException">A dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>Console.WriteLine(third.Growth([first, second], peak: true));</code></example>
    public HeapGrowth Growth(
        IEnumerable<Heap> earlier, bool peak = false, int limit = 10, ObjectScope scope = ObjectScope.Reachable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        Heap[] heaps = [.. earlier, this];
        return heaps.Length > 1
            ? new HeapGrowth(GrowthTable.Of([.. heaps.Select(heap => (heap.Target, heap._reading.TypesOf(scope)))], peak).Limited(limit))
            : throw new ArgumentException("Growth needs an earlier heap.", nameof(earlier));
    }

    /// <summary>How many objects of each type were not there in an earlier heap of the same process. objgraph's <c>get_new_ids</c>.</summary>
    /// <remarks>A collection may have moved any object in between: each row says whether it is certain or estimated by path. Reads each dump
    /// once more.</remarks>
    /// <param name="since">The earlier heap; it stays as it is, so that later ones may be compared with it too.</param>
    /// <param name="limit">How many types; 0 for all of which objects came or went.</param>
    /// <param name="sort">The order: by the old, current or new objects, or by the delta.</param>
    /// <exception cref="ArgumentException">There is no column to sort by that.</exception>
    /// <exception cref="HeapReadException">A dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>Console.WriteLine(after.NewObjects(since: before, sort: GrowthSort.New));</code></example>
    public HeapNewObjects NewObjects(Heap since, int limit = 10, GrowthSort sort = GrowthSort.Delta)
    {
        ArgumentNullException.ThrowIfNull(since);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (sort == GrowthSort.Bytes)
        {
            throw new ArgumentException("New objects have no column of bytes.", nameof(sort));
        }

        var found = new NewObjects();
        foreach (var heap in (Heap[])[since, this])
        {
            heap._reading.WithSlots(snapshot => found.Add(snapshot, _reading.Cancellation));
        }

        return new HeapNewObjects(found.Table().SortedBy(sort).Limited(limit));
    }
}

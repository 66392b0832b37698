using HeapGraph.Core.Heaps.Results;

namespace HeapGraph;

public sealed partial class Heap
{
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
    /// <param name="limit">How many rows; 0 for all that changed.</param>
    /// <param name="scope">Which objects count.</param>
    /// <param name="by">What one row stands for.</param>
    /// <param name="sort">The order.</param>
    /// <exception cref="ArgumentException">There is no earlier heap, or no column to sort by that.</exception>
    /// <exception cref="HeapReadException">A dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>Console.WriteLine(third.Growth([first, second], peak: true));</code></example>
    public HeapGrowth Growth(
        IEnumerable<Heap> earlier,
        bool peak = false,
        int limit = 10,
        ObjectScope scope = ObjectScope.Reachable,
        GrowthRowKind by = GrowthRowKind.Type,
        GrowthSort sort = GrowthSort.Count) =>
        (HeapGrowth)Compared(new TypeGrowthSeries(scope, peak, by != GrowthRowKind.Value ? by : throw new ArgumentException("Values take a path to them.", nameof(by)), Sortable(sort, GrowthSort.New), Checked(limit), null), earlier);

    /// <summary>Who holds what grew: the paths from a root on which there were more objects in each heap, this one the last.</summary>
    /// <remarks>A search of each heap, and a dominator tree of what each of the paths holds. Reads each dump once more.</remarks>
    /// <param name="earlier">The heaps before this one, oldest first; one or more.</param>
    /// <param name="limit">How many paths; 0 for all that grew.</param>
    /// <param name="sort">The order.</param>
    /// <exception cref="ArgumentException">There is no earlier heap, or no column to sort by that.</exception>
    /// <exception cref="HeapReadException">A dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">A heap is closed.</exception>
    /// <example><code>Console.WriteLine(after.GrowthByPath([before]));</code></example>
    public HeapPathGrowth GrowthByPath(IEnumerable<Heap> earlier, int limit = 10, GrowthSort sort = GrowthSort.Count) =>
        (HeapPathGrowth)Compared(new PathGrowthSeries(_reading.Filter, Sortable(sort, GrowthSort.New), Checked(limit), null), earlier);

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
        return (HeapNewObjects)Compared(new NewObjectSeries(_reading.Filter, Sortable(sort, GrowthSort.Bytes), Checked(limit), null), [since]);
    }

    private HeapResult Compared(GrowthSeries series, IEnumerable<Heap> earlier)
    {
        Heap[] heaps = [.. earlier, this];
        foreach (var heap in heaps.Length > 1 ? heaps : throw new ArgumentException("Growth needs an earlier heap.", nameof(earlier)))
        {
            series.Add(heap?._reading ?? throw new ArgumentNullException(nameof(earlier)));
        }

        return series.Result();
    }

    private static GrowthSort Sortable(GrowthSort sort, GrowthSort missing) =>
        sort != missing ? sort : throw new ArgumentException($"There is no column to sort by {sort}.", nameof(sort));

    private static int Checked(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return limit;
    }
}

using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Reading;

namespace HeapGraph.Core.Heaps;

public sealed partial class Heap
{
    /// <summary>What refers to some objects, and what refers to that, up to the GC roots. objgraph's <c>show_backrefs</c>.</summary>
    /// <remarks>The first call turns all references round: 4 bytes of memory per object and per reference, and about as long as
    /// reading them took. After that it costs what is shown.</remarks>
    /// <param name="objects">The objects in the middle of the picture, of this heap: all of them, so take a few.</param>
    /// <param name="maxDepth">Steps from an object, at most.</param>
    /// <param name="options">What to show; null for the usual.</param>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>heap.BackReferences(heap.ObjectsOf("MyBigFatObject").Take(1), maxDepth: 3).Save("refs.png");</code></example>
    public HeapNeighborhood BackReferences(
        IEnumerable<HeapObject> objects, int maxDepth = 3, HeapPictureOptions? options = null) =>
        Neighborhood(ReferenceDirection.Referrers, objects, maxDepth, options);

    /// <summary>What some objects refer to, and what that refers to. objgraph's <c>show_refs</c>.</summary>
    /// <remarks>The first call costs as much as that of <see cref="BackReferences"/>: each box knows how many refer to it.</remarks>
    /// <param name="objects">The objects in the middle of the picture, of this heap: all of them, so take a few.</param>
    /// <param name="maxDepth">Steps from an object, at most.</param>
    /// <param name="options">What to show; null for the usual.</param>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.References(heap.ObjectsOf("Shop.Order").Take(1)));</code></example>
    public HeapNeighborhood References(
        IEnumerable<HeapObject> objects, int maxDepth = 3, HeapPictureOptions? options = null) =>
        Neighborhood(ReferenceDirection.References, objects, maxDepth, options);

    /// <summary>Why some objects are alive: for each the shortest chain from a GC root to it, or several that differ as much as
    /// they can. objgraph's <c>find_backref_chain(obj, is_proper_module)</c> and <c>show_chain</c>.</summary>
    /// <remarks>One search of the heap for all shortest chains, one more for each further chain, and one pass over all
    /// references for each object that has none.</remarks>
    /// <param name="objects">The objects to explain, of this heap: all of them, so take a few.</param>
    /// <param name="paths">Chains per object, at most; 1 or more.</param>
    /// <param name="options">What to show; null for the usual. No chain leads through types that it excludes.</param>
    /// <returns>A chain or more per object; for an object that no root reaches none, but who refers to it.</returns>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Chain(heap.ObjectsOf("Shop.Order").Take(1), paths: 3));</code></example>
    public HeapChains Chain(
        IEnumerable<HeapObject> objects, int paths = 1, HeapPictureOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paths, 1);
        options ??= new();
        var targets = IndexesOf(objects);
        var snapshot = _reading.Read(options.Refcounts ? GraphParts.All : GraphParts.Reachability);
        var report = PlainText.Invariantly(() => ChainReport.Of(
            snapshot,
            targets,
            targets.Length,
            new ChainOptions
            {
                Paths = paths,
                TooMany = options.TooMany,
                ExcludesType = options.Exclude.Count == 0 ? null : Matching(options.Exclude),
                HighlightsType = Matching(options.Highlight),
                CountsReferrers = options.Refcounts,
                SkipsInnerNodes = !_reading.PlainNames,
            },
            _reading.Cancellation));
        return new HeapChains(Target, report, options);
    }

    private HeapNeighborhood Neighborhood(
        ReferenceDirection direction, IEnumerable<HeapObject> objects, int maxDepth, HeapPictureOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        options ??= new();
        var targets = IndexesOf(objects);
        var around = new NeighborhoodOptions
        {
            Direction = direction,
            MaxDepth = maxDepth,
            TooMany = options.TooMany,
            MaxNodes = options.MaxNodes,
            ExcludesType = Matching(options.Exclude),
            HighlightsType = Matching(options.Highlight),
            Reachable = _reading.Within(options.Scope),
            SkipsInnerNodes = !_reading.PlainNames,
        };
        var snapshot = _reading.Read(GraphParts.All);
        return new HeapNeighborhood(Target, ReferenceNeighborhood.Of(snapshot, targets, targets.Length, around), options);
    }

    private int[] IndexesOf(IEnumerable<HeapObject> objects) =>
        [.. objects.Select(one => one.Heap == this ? one.Index : throw new ArgumentException($"{one} is of another heap: {one.Heap}.", nameof(objects)))];
}

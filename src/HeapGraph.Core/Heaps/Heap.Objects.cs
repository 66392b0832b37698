using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>The GC roots: what keeps objects alive from outside the heap. A static field has its name.</summary>
    /// <remarks>The first question reads the heap.</remarks>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var statics = heap.Roots.Where(root => root.Kind == HeapRootKind.Static).Select(root => root.Name);</code></example>
    public IReadOnlyList<HeapRoot> Roots => _reading.Read(GraphParts.Reachability).Graph.Roots;

    /// <summary>The objects of a type, in the order of their addresses. objgraph's <c>by_type</c>.</summary>
    /// <remarks>One pass over the heap's objects; 4 bytes of memory for each that is found.</remarks>
    /// <param name="type">The type's name, exact: with a dot the full name, otherwise the short one, as C# writes it
    /// (<c>List&lt;string&gt;</c>, <c>Outer.Inner</c>). With <c>*</c> and <c>?</c> it is a pattern, as <c>/…/</c> a regular expression.</param>
    /// <param name="scope">Which objects count.</param>
    /// <returns>The objects; none when there is no such type.</returns>
    /// <exception cref="ArgumentException">The name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var largest = heap.ObjectsOf("byte[]").MaxBy(array => array.Bytes);</code></example>
    public HeapObjects ObjectsOf(string type, ObjectScope scope = ObjectScope.Reachable) =>
        Objects(Matching([type]), scope);

    /// <summary>The objects that no GC root reaches: garbage that was not collected yet.
    /// What objgraph's <c>get_leaking_objects</c> looks for: in .NET nobody leaks these, the next collection frees them.</summary>
    /// <remarks>One pass over the heap's objects; 4 bytes of memory for each that is found.</remarks>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.UnreachableObjects().Shown(ObjectSort.Bytes, limit: 5));</code></example>
    public HeapObjects UnreachableObjects() => Objects(_ => true, ObjectScope.Unreachable);

    /// <summary>The object that starts at an address, reachable or not. objgraph's <c>at</c>.</summary>
    /// <remarks>Costs nothing once the heap is read.</remarks>
    /// <param name="address">The address, as the tables show it in hex.</param>
    /// <returns>The object; null when none starts there.</returns>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var order = heap.ObjectAt(0x7f2e18012340);</code></example>
    public HeapObject? ObjectAt(ulong address) =>
        _reading.Read(GraphParts.Reachability).Graph.Addresses.IndexOf(address) is >= 0 and var index ? new HeapObject(_reading, index) : null;

    /// <summary>The objects that start at some addresses; where none starts, there is none. objgraph's <c>at_addrs</c>.</summary>
    /// <remarks>Costs nothing once the heap is read.</remarks>
    /// <param name="addresses">The addresses.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var still = after.ObjectsAt(before.ObjectsOf("Order").Select(order => order.Address));</code></example>
    public HeapObjects ObjectsAt(IEnumerable<ulong> addresses)
    {
        var graph = _reading.Read(GraphParts.Reachability).Graph;
        return new HeapObjects(_reading, [.. addresses.Select(graph.Addresses.IndexOf).Where(index => index >= 0).Distinct()], ObjectScope.All);
    }

    /// <summary>All that there is to tell of some objects: their fields with values, who refers to them, why they are alive.</summary>
    /// <remarks>The first call costs as much as that of <see cref="BackReferences"/>.</remarks>
    /// <param name="objects">The objects, of this heap: all of them, so take a few.</param>
    /// <param name="maxElements">Elements of an array, at most.</param>
    /// <param name="maxReferrers">Referrers of an object, at most.</param>
    /// <param name="withRetained">Whether each tells what it keeps alive, which costs a dominator tree.</param>
    /// <exception cref="ArgumentException">An object is of another heap.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Show(heap.ObjectsOf("Shop.Order").Take(1)));</code></example>
    public HeapObjectViews Show(IEnumerable<HeapObject> objects, int maxElements = 10, int maxReferrers = 10, bool withRetained = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxElements);
        ArgumentOutOfRangeException.ThrowIfNegative(maxReferrers);
        var targets = IndexesOf(objects);
        _reading.Read(GraphParts.All);
        return ViewsOf(targets, targets.Length, new ObjectViewOptions
        {
            MaxElements = maxElements, MaxReferrers = maxReferrers, SkipsInnerNodes = !_reading.PlainNames, MostNamed = ChainOptions.MostLookedAt,
        }, withRetained, ObjectScope.Reachable, new PictureOptions(ShortNames: false, Refcounts: false));
    }

    /// <param name="targets">The objects.</param>
    /// <param name="chosen">How many there were to choose from.</param>
    /// <param name="options">How much of each is shown.</param>
    /// <param name="withRetained">Whether each tells what it keeps alive.</param>
    /// <param name="scope">Which objects a picture shows besides.</param>
    /// <param name="look">How that looks.</param>
    internal HeapObjectViews ViewsOf(IReadOnlyList<int> targets, int chosen, ObjectViewOptions options, bool withRetained, ObjectScope scope, PictureOptions look)
    {
        var snapshot = _reading.Read(GraphParts.All);
        var tree = withRetained ? _reading.Dominators() : null;
        var report = _reading.Clock.Timed(
            "Looking at objects", () => PlainText.Invariantly(() => ObjectReport.Of(snapshot, targets, chosen, options, tree, _reading.Cancellation))) with { Filter = _reading.Filter };
        report = report with { Objects = [.. report.Objects.Select(view => view.Chain is null ? view with { Garbage = _reading.Dead().Of([view.Object.ObjectIndex]) } : view)] };
        var referrers = new Lazy<HeapNeighborhood>(() => Around(
            targets, chosen, new NeighborhoodOptions { Reachable = _reading.Within(scope), SkipsInnerNodes = options.SkipsInnerNodes, Cancellation = _reading.Cancellation }, look));
        if (!_reading.AsksOnce)
        {
            _ = referrers.Value;   // the result outlives the heap
        }

        return new HeapObjectViews(Target, report, referrers) { Words = _reading.Words };
    }

    private HeapObjects Objects(Func<int, bool> isWanted, ObjectScope scope)
    {
        var graph = _reading.Read(GraphParts.Reachability).Graph;
        var counting = _reading.Within(scope);
        var objects = new List<int>();
        bool[] fitsByType = [.. graph.Types.Select(_reading.Filter.IncludesType)];
        var fits = _reading.Filter.ObjectsIn(graph);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            var type = graph.TypeIndexOf(index);
            if (fitsByType[type] && isWanted(type) && counting?.Contains(index) != false && fits?.Invoke(index) != false)
            {
                objects.Add(index);
            }
        }

        return new HeapObjects(_reading, objects, scope);
    }

    /// <summary>By type index, whether a type has one of some names.</summary>
    private Func<int, bool> Matching(IEnumerable<string> names)
    {
        TypeNamePattern[] patterns = [.. names.Select(name => new TypeNamePattern(name))];
        if (patterns.Length == 0)
        {
            return _ => false;
        }

        bool[] matches = [.. _reading.Read(GraphParts.Reachability).Graph.Types.Select(type => Array.Exists(patterns, pattern => pattern.Matches(type)))];
        return type => matches[type];
    }
}

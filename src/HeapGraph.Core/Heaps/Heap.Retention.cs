using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>What keeps how much alive: the top of the dominator tree, or sums over all of it.</summary>
    /// <remarks>The first question finds every object's dominator and retained size: O(references × log objects) time and 20
    /// bytes of memory per reachable object, which later ones share.</remarks>
    /// <param name="by">What one row stands for.</param>
    /// <param name="limit">Rows, below each row too; 0 for all.</param>
    /// <param name="maxDepth">Levels of the tree; 1 or more.</param>
    /// <param name="under">Only what this object keeps alive; null for the whole heap.</param>
    /// <exception cref="ArgumentException">The object is of another heap.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Dominators(DominatorRowKind.Namespace, limit: 5));</code></example>
    public HeapDominators Dominators(
        DominatorRowKind by = DominatorRowKind.Object, int limit = 10, int maxDepth = 3, HeapObject? under = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        var options = new DominatorTableOptions { By = by, Limit = limit, MaxDepth = maxDepth, Under = under is null ? DominatorTree.VirtualRoot : IndexesOf([under])[0] };
        var tree = _reading.Dominators();
        return new HeapDominators(Target, DominatorTable.Of(_reading.Read(GraphParts.Reachability).Graph, tree, options, _reading.Cancellation));
    }

    /// <summary>What a collection would free if all of some objects went: more than each of them retains alone, and never the
    /// same byte twice.</summary>
    /// <remarks>Two searches of the heap, however many objects there are.</remarks>
    /// <param name="objects">The objects, of this heap; unreachable ones free nothing.</param>
    /// <returns>How many objects would go, and their bytes.</returns>
    /// <exception cref="ArgumentException">An object is of another heap.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var (objects, bytes) = heap.RetainedBy(heap.ObjectsOf("Shop.Session"));</code></example>
    public (long Objects, long Bytes) RetainedBy(IEnumerable<HeapObject> objects)
    {
        var graph = _reading.Read(GraphParts.Reachability).Graph;
        return RetainedBytes.OfSet(graph, ObjectSet.Of(graph.ObjectCount, IndexesOf(objects)), _reading.Cancellation);
    }

    /// <summary>Leak suspects in plain language, each with evidence, the gravest first: what to ask of an unknown dump.</summary>
    /// <remarks>A dominator tree, a search for chains, and a few passes over the objects.</remarks>
    /// <param name="limit">How many suspects; 0 for all.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Assert.Empty(heap.Triage().Findings.Where(finding => finding.Severity == LeakSeverity.High));</code></example>
    public HeapTriage Triage(int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var tree = _reading.Dominators();
        var report = _reading.WhileOpen(snapshot => PlainText.Invariantly(() => LeakReport.Of(snapshot, tree, _reading.Cancellation)));
        return new HeapTriage(Target, _reading.Target.Arguments, report.Limited(limit));
    }
}

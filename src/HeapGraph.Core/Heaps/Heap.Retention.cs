using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections.Residence;
using HeapGraph.Core.Inspections.Anchors;
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
    /// <param name="minPercent">The percentage that a node of a picture, flame graph or profile must retain; null for the usual.</param>
    /// <exception cref="ArgumentException">The object is of another heap.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Dominators(DominatorRowKind.Namespace, limit: 5));</code></example>
    public HeapDominators Dominators(
        DominatorRowKind by = DominatorRowKind.Object, int limit = 10, int maxDepth = 3, HeapObject? under = null, double? minPercent = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minPercent ?? 0);
        var top = under is null ? DominatorTree.VirtualRoot : IndexesOf([under])[0];
        var result = Retention(
            new DominatorTableOptions { By = by, Limit = limit, MaxDepth = maxDepth, Under = top },
            isPicture => RetentionTreeOptions.For(isPicture, under: top, minPercent: minPercent));
        _ = result.Table;
        return result;
    }

    /// <param name="options">What the table shows.</param>
    /// <param name="folded">What a picture of boxes, or a flame graph or profile, shows.</param>
    internal HeapDominators Retention(DominatorTableOptions options, Func<bool, RetentionTreeOptions> folded)
    {
        var graph = _reading.Read(GraphParts.Reachability).Graph;
        var tree = _reading.Dominators();
        return new HeapDominators(
            Target,
            new Lazy<DominatorTable>(() => WithGarbage(_reading.Clock.Timed("Folding the tree", () => DominatorTable.Of(graph, tree, options, _reading.Cancellation)))),
            isPicture => RetentionTree.Of(graph, tree, folded(isPicture), _reading.Cancellation)) { Words = _reading.Words };
    }

    private DominatorTable WithGarbage(DominatorTable table) =>
        table is { Under: null, UnreachableObjects: > 0 } ? table with { Garbage = _reading.Dead().Of(_reading.Dead().Objects) } : table;

    /// <summary>What would be freed if some references were cleared: objects and bytes in all, and by type.</summary>
    /// <remarks>Two searches of the heap, and a look at each object of the types that have the fields.</remarks>
    /// <param name="cut">The references: fields as in <see cref="HeapOptions.IgnoredReferences"/>.</param>
    /// <param name="limit">Types to name; 0 for all.</param>
    /// <exception cref="UnknownNameException">A name matches no field.</exception>
    /// <exception cref="ArgumentException">Nothing is cut, or a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.WhatIf(["Shop.Catalog.Items"]));</code></example>
    public HeapWhatIf WhatIf(IReadOnlyList<string> cut, int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfZero(cut.Count);
        return _reading.WhileOpen(snapshot =>
        {
            var fields = _reading.FieldsNamed(cut, snapshot);
            return new HeapWhatIf(Target, _reading.Clock.Timed("Following what is left", () => WhatIfReport.Of(snapshot, fields, limit, _reading.Cancellation))) { Words = _reading.Words };
        });
    }

    /// <summary>The fewest references to clear so that some objects go, and what would be freed then: by each alone, by all together, and by type.</summary>
    /// <remarks>As <see cref="Anchors"/>, which tells the ways that are cut.</remarks>
    /// <param name="objects">The objects, of this heap, as many as there are.</param>
    /// <param name="limit">Types to name; 0 for all.</param>
    /// <returns>A report with <see cref="WhatIfReport.Suggested"/>; without cuts where none of the objects is reachable.</returns>
    /// <exception cref="ArgumentException">An object is of another heap.</exception>
    /// <exception cref="HeapReadException">The target can't be read, or does not tell which field a reference stands in.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.SuggestCuts(heap.ObjectsOf("Shop.MainWindow")));</code></example>
    public HeapWhatIf SuggestCuts(IEnumerable<HeapObject> objects, int limit = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return SuggestCuts(IndexesOf(objects), limit);
    }

    /// <inheritdoc cref="SuggestCuts(IEnumerable{HeapObject}, int)"/>
    internal HeapWhatIf SuggestCuts(IReadOnlyList<int> objects, int limit) => _reading.WhileOpen(snapshot =>
    {
        _ = _reading.FieldsOf(snapshot);
        var report = _reading.Clock.Timed("Finding cuts", () => PlainText.Invariantly(() => new AnchorSearch(snapshot, objects, new ChainOptions(), _reading.Cancellation).Suggest(limit)));
        return new HeapWhatIf(Target, report ?? WhatIfReport.Of(snapshot, [], limit, _reading.Cancellation) with { Suggested = new WhatIfSuggestion(0, 0, true, true) }) { Words = _reading.Words };
    });

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
        var report = _reading.WhileOpen(GraphParts.Reachability | GraphParts.Residence, snapshot => PlainText.Invariantly(() =>
            LeakReport.Of(snapshot, _reading.Dominators, _reading.Own, _reading.Clock, _reading.Cancellation)));
        return new HeapTriage(Target, report.Silencing(_reading.Silence) with { Memory = VerdictBesides(report) }, limit) { Words = _reading.Words };
    }

    /// <summary>What fills the process, where objects in use are not even half of it.</summary>
    private MemoryVerdict? VerdictBesides(LeakReport report) =>
        report.Coverage.Process?.ResidentBytes is { } resident && report.TotalBytes * 2 < resident
        && PlainText.Invariantly(() => MemoryVerdicts.Of(_reading.Memory())) is { ResidentBytes: not null, Verdicts: [{ IsAboutObjects: false } verdict, ..] }
            ? verdict
            : null;
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Analysis;

/// <summary>The references and roots of a heap that are left when some are thought away.</summary>
/// <remarks>Nothing is copied but the rows that lose a reference: a bit per object, and what these rows take.</remarks>
internal sealed class ReferencesLeft
{
    private readonly EdgeTable _references;
    private readonly ObjectSet _changed;
    private readonly int[] _changedRows;   // ascending
    private readonly EdgeTable _rowsLeft;
    private readonly IReadOnlySet<HeapRoot> _rootsGone;

    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cut">What is thought away.</param>
    public ReferencesLeft(ObjectGraph graph, ReferenceCut cut)
    {
        _references = graph.References;
        _rootsGone = cut.Roots;
        (_changedRows, _rowsLeft) = _references.RowsWithout(cut.BetweenObjects);
        _changed = ObjectSet.Of(graph.ObjectCount, _changedRows);
    }

    /// <summary>What an object still refers to, in slot order.</summary>
    public ReadOnlySpan<int> this[int objectIndex] =>
        _changed.Contains(objectIndex) ? _rowsLeft[Array.BinarySearch(_changedRows, objectIndex)] : _references[objectIndex];

    /// <summary>The objects that lost a reference, ascending.</summary>
    public IReadOnlyList<int> Changed => _changedRows;

    /// <summary>Whether a root is left.</summary>
    public bool Keeps(HeapRoot root) => !_rootsGone.Contains(root);
}

using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>The managed threads: where each stands, what it waits for, which locks it holds, which exception it throws; and
    /// deadlocks among them.</summary>
    /// <remarks>A look at the header of each object, and the runtime's own walk of each stack. Source lines are those of PDBs that are found beside the
    /// modules, in them, or where the compiler wrote them. A dump that was made without its heap (mini, triage) answers this question alone: see
    /// <see cref="HeapCoverage.HoldsHeap"/>.</remarks>
    /// <param name="retained">Whether to tell what each stack alone keeps alive, which takes objects and references: O(objects + references).</param>
    /// <param name="each">Whether the text shows each thread by itself, not those with equal stacks together.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Assert.Empty(heap.Threads().Report.Deadlocks);</code></example>
    public HeapThreads Threads(bool retained = false, bool each = false) => _reading.AboutThreads(
        retained ? GraphParts.Reachability : GraphParts.Objects,
        (threads, coverage, graph) => new HeapThreads(
            Target,
            ThreadReport.Of(threads, coverage, graph, retained, _reading.Cancellation),
            each) { Words = _reading.Words });

    /// <summary>The calls of async methods that have not finished, as chains by logical caller: what a stack would show if they were on one.</summary>
    /// <remarks>State machines, and what the runtime itself has suspended (.NET 11). A look at each object, and the fields of these.</remarks>
    /// <param name="limit">How many kinds of chains; 0 for all.</param>
    /// <param name="scope">Which objects count. A call that nothing reaches will never go on.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.AsyncCalls());</code></example>
    public HeapAsync AsyncCalls(int limit = 10, ObjectScope scope = ObjectScope.Reachable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _reading.WhileOpen(snapshot =>
        {
            var within = _reading.Within(scope);
            var calls = _reading.AsyncOf(snapshot, index => within?.Contains(index) != false);
            return new HeapAsync(Target, AsyncReport.Of(calls, snapshot.Graph, scope, limit, _reading.Cancellation)) { Words = _reading.Words };
        });
    }
}

using HeapGraph.Core.Analysis.Threads;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Threads;

namespace HeapGraph;

/// <summary>The threads of a heap's process: where each stands, what it waits for and holds, and which wait for each other.</summary>
/// <param name="Threads">By their managed ids.</param>
/// <param name="Deadlocks">Threads that wait for each other in a ring; each ring begins with its lowest id.</param>
/// <param name="Coverage">What could not be read, of the threads too.</param>
public sealed record ThreadReport(IReadOnlyList<HeapThread> Threads, IReadOnlyList<IReadOnlyList<HeapThread>> Deadlocks, HeapCoverage Coverage)
{
    /// <summary>Threads with equal stacks together, the largest groups first; before them those that have died, are locked up, or have an exception.</summary>
    public IReadOnlyList<IReadOnlyList<HeapThread>> Groups => ThreadGroups.Of(Threads, Deadlocks, Death);

    /// <summary>What the process died of; null where its dump was not written because of that.</summary>
    public HeapDeath? Death => Coverage.Death;

    /// <summary>Makes a report.</summary>
    /// <param name="read">The threads.</param>
    /// <param name="coverage">What could not be read of their heap.</param>
    /// <param name="graph">The heap; with <see cref="GraphParts.Reachability"/> where <paramref name="retained"/> is asked. Null where the dump holds none.</param>
    /// <param name="retained">Whether to tell what each stack alone keeps alive: O(objects + references) time, 4 bytes per object.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static ThreadReport Of(ReadThreads read, HeapCoverage coverage, ObjectGraph? graph, bool retained, CancellationToken cancellation)
    {
        var byStack = retained && graph is not null ? StackRetention.ByThread(graph, cancellation) : null;
        IReadOnlyList<HeapThread> threads = byStack is null ? read.Threads
            : [.. read.Threads.Select(thread => thread with { Retained = byStack.GetValueOrDefault(thread.Id) })];
        IEnumerable<string> unasked = retained && graph is null ? ["What each stack alone keeps alive is not known either."] : [];
        return new ThreadReport(threads, ThreadRings.In(threads), coverage with { Warnings = [.. coverage.Warnings.Union(read.Warnings), .. unasked] });
    }
}

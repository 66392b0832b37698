using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Whether what waits for tasks that somebody has to complete looks like a backlog, or like answers that never come.</summary>
internal static class WaitingTasks
{
    private const int Many = 1_000;   // fewer may be the requests of a busy server

    extension(InspectedHeap heap)
    {
        /// <summary>How sure it is that some of them never finish; null where a backlog looks the same.</summary>
        public (LeakCertainty Certainty, string Because)? SurenessOfWaiting(IReadOnlyCollection<int> waiting) =>
            waiting.Count >= Many && Ages.Of(heap.Graph, waiting) is { AreMixed: true } ? (LeakCertainty.Likely, "some have waited through two collections, and more wait since") : null;
    }
}

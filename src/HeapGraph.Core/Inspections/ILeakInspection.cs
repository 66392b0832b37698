namespace HeapGraph.Core.Inspections;

/// <summary>One way in which .NET programs leak, and how it shows in a graph.</summary>
/// <remarks>It passes over the graph's arrays only; names and values it asks for the few objects that it reports.</remarks>
internal interface ILeakInspection
{
    /// <summary>Its name, the same in findings, JSON and docs/findings.md: <c>event-handlers</c>.</summary>
    string Name { get; }

    /// <summary>What it looks for, as part of a list: "timers that were never stopped".</summary>
    string Subject { get; }

    /// <summary>What is in order and looks the same, for docs/findings.md.</summary>
    string FalseAlarms { get; }

    /// <summary>Whether the target tells what it takes to judge; else nothing found means nothing.</summary>
    bool CanJudge(InspectedHeap heap) => heap.Contents is not null;

    /// <summary>What looks like such a leak; nothing on a heap in order.</summary>
    IEnumerable<LeakFinding> Find(InspectedHeap heap);
}

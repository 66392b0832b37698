using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Tasks that never finish, such as those of a TaskCompletionSource that nobody completes: many under one holder.</summary>
/// <remarks>The tasks of async methods are judged by <see cref="AsyncMethods"/>.</remarks>
internal sealed class UnfinishedTasks : ILeakInspection
{
    public string Name => "unfinished-tasks";

    public string Subject => "tasks that never finish";

    public string FalseAlarms => "A backlog: tasks that wait for answers that will come.";

    private static readonly string[] State = [FrameworkTask.Flags];

    // Those of Task.Delay are timers.
    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.TypesWithField(heap.TypesWith(LeakThresholds.LeastObjects).Where(type => FrameworkTask.IsPlain(heap.Graph.Types[type].Name)), State)
            .SelectMany(found => heap.ByHolder(heap.ObjectsOf(found.Type, task => (contents.NumberIn(task, found.Field) & FrameworkTask.Completed) == 0)))
            .Where(held => held.Length >= LeakThresholds.LeastObjects)
            .Select(held => FindingOf(heap, held))
            .OfType<LeakFinding>()
            .Where(heap.Thresholds.AreMany);

    private static bool IsSource(string name) => name.StartsWith("System.Threading.Tasks.TaskCompletionSource", StringComparison.Ordinal);

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] tasks)
    {
        if (heap.KeeperOf(tasks) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(tasks[0]).ShortName;
        int[] sources = [.. heap.HoldersOf(tasks)];
        var suspect = new Suspect(heap, tasks, heap.RetainedBytesOf([.. tasks, .. sources.Where(source => IsSource(heap.Graph.TypeOf(source).Name))]))
        {
            Reference = reference,
            Sureness = heap.SurenessOfWaiting(tasks),
            Explained = [.. tasks, .. heap.WithHolders(sources)],
        };
        return suspect.Finding(
            LeakFingerprint.Of(["tasks", .. reference.Parts]),
            $"{tasks.Length:N0} {type} behind {suspect.Place} are not finished",
            [
                $"{tasks.Length:N0} of all {heap.ObjectsOf(heap.Graph.TypeIndexOf(tasks[0])).Length:N0} {type} wait there; "
                    + "who awaits one of them does not go on, and all that it holds stays alive.",
                "A backlog looks the same: compare with a dump that is taken when the load is gone.",
            ],
            heap.Thresholds.ManyStated("unfinished tasks of one type under one type of holder"),
            remedy: $"See that each task behind {suspect.Place} is completed, also on failure, timeout and shutdown (TrySetException, "
                + "TrySetCanceled), and taken out then.") with
        {
            About = [tasks[tasks.Length / 2]],   // what a WhenAny waits for that nobody awaits
        };
    }
}

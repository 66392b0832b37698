namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Tasks that never finish, such as those of a TaskCompletionSource that nobody completes: many under one holder.</summary>
/// <remarks>The tasks of async methods are judged by <see cref="AsyncMethods"/>.</remarks>
internal sealed class UnfinishedTasks : ILeakInspection
{
    public string Subject => "tasks that never finish";

    // Task.TASK_STATE_COMPLETED_MASK: canceled, faulted or run to completion.
    private const long Completed = 0x1600000;
    private static readonly string[] State = ["m_stateFlags"];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.TypesWith(LeakThresholds.LeastObjects).Where(type => IsTask(heap.Graph.Types[type].Name))
            .Select(type => (Type: type, State: contents.FieldOf(heap.ObjectsOf(type)[0], State)))
            .Where(found => found.State is not null)
            .SelectMany(found => heap.ByHolder(heap.ObjectsOf(found.Type).ToArray().Where(task => (contents.NumberIn(task, found.State!.Value) & Completed) == 0)))
            .Where(held => held.Length >= LeakThresholds.LeastObjects)
            .Select(held => FindingOf(heap, held))
            .OfType<LeakFinding>()
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

    /// <summary>Task.Delay's are timers.</summary>
    private static bool IsTask(string name) =>
        name is "System.Threading.Tasks.Task" || name.StartsWith("System.Threading.Tasks.Task<", StringComparison.Ordinal) && name.EndsWith('>');

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] tasks)
    {
        if (heap.KeeperOf(tasks) is not var (chain, suspect, place))
        {
            return null;
        }

        var type = heap.Graph.TypeOf(tasks[0]);
        int[] sources = [.. heap.HoldersOf(tasks)];
        var bytes = heap.RetainedBytesOf([.. tasks, .. sources.Where(source => heap.Graph.TypeOf(source).Name.StartsWith("System.Threading.Tasks.TaskCompletionSource", StringComparison.Ordinal))]);
        return new LeakFinding(
            LeakFingerprint.Of(["tasks", .. LeakFingerprint.PartsOf(chain, suspect)]),
            heap.SeverityOf(bytes, tasks.Length),
            $"{tasks.Length:N0} {type.ShortName} behind {place} are not finished: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            tasks.Length)
        {
            Evidence =
            [
                $"{tasks.Length:N0} of all {heap.ObjectsOf(heap.Graph.TypeIndexOf(tasks[0])).Length:N0} {type.ShortName} wait there; who awaits one of them does not go on, and all that it holds stays alive.",
                "A backlog looks the same: compare with a dump that is taken when the load is gone.",
                heap.Thresholds.ManyStated("unfinished tasks of one type under one type of holder"),
            ],
            Chain = chain,
            SuspectStep = suspect,
            Remedy = $"See that each task behind {place} is completed, also on failure, timeout and shutdown (TrySetException, TrySetCanceled), and taken out then.",
            Next = NextCommand.ChainsTo(type.Name),
            Explained = [.. tasks, .. sources, .. heap.HoldersOf(sources)],
        };
    }
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Continuations that pile up behind a task that does not complete: many of one type at one task.</summary>
internal sealed class TaskContinuations : ILeakInspection
{
    public string Name => "task-continuations";

    public string Subject => "continuations that pile up behind a task";

    public string FalseAlarms => "Work that is to be done once, when the program stops.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.TasksWithMany()
        .SelectMany(found => found.Items.Select(item => (Item: item, Owner: OwnerOf(heap.Graph, item))).Where(item => item.Owner >= 0)
            .LargeGroupsBy(item => heap.Graph.TypeIndexOf(item.Owner))
            .Select(items => FindingOf(heap, found.Task, [.. items.Select(item => item.Item)], [.. items.Select(item => item.Owner).Distinct()])))
        .MergedById()
        .Where(heap.Thresholds.AreMany);

    /// <summary>Whom a continuation calls; -1 for what is none of <c>ContinueWith</c>.</summary>
    private static int OwnerOf(ObjectGraph graph, int item)
    {
        if (!FrameworkAwaits.IsContinueWith(graph.TypeOf(item)))
        {
            return -1;
        }

        foreach (var task in graph.References[item])
        {
            foreach (var target in graph.References[task])
            {
                if (graph.TypeOf(target).IsDelegate)
                {
                    return Callbacks.OwnerOf(graph, target);
                }
            }
        }

        return -1;
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int task, int[] items, int[] owners)
    {
        var who = heap.CalledBy(owners[0]);
        int[] all = [.. items, .. owners];
        var keeper = heap.ReferenceTo(task)?.Keeper;
        var suspect = new Suspect(heap, items, heap.RetainedBytesOf(all)) { Reference = heap.ReferenceThrough(task, owners[0]) ?? keeper, Explained = heap.WithHolders(all) };
        var place = keeper?.InWords ?? heap.Graph.TypeOf(task).ShortName;
        return suspect.Finding(
            LeakFingerprint.Of(["continuations", heap.Graph.TypeOf(owners[0]).Name, .. keeper?.OwnParts ?? []]),
            $"{items.Length:N0} continuations of {who} wait for the task at {place}, which has not completed",
            [
                $"{items.Length:N0} ContinueWith call {Callbacks.CountOf(heap.Graph.TypeOf(owners[0]), owners.Length)} when the task completes.",
                $"Until then it keeps them alive: {suspect.Size}, {suspect.Average} for each.",
            ],
            heap.Thresholds.ManyStated("continuations of one type behind one task"),
            remedy: $"Pass ContinueWith a CancellationToken and cancel it when {who} is done with; or attach it once, and see that the task at {place} completes.",
            NextCommand.ChainsTo(heap.Graph.TypeOf(owners[0]).Name));
    }
}

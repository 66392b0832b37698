using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Work that piles up: items in the thread pool's queues, items in a channel that nobody reads fast enough.</summary>
/// <remarks>Of a channel only items that are objects count: a graph does not know the others.</remarks>
internal sealed class WorkQueues : ILeakInspection
{
    public string Subject => "work that piles up in the thread pool or a channel";

    private const int Kinds = 3;
    private const int MaxChannels = 100_000;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        int[] pools = [.. heap.ObjectsOf(type => type.Name is "System.Threading.ThreadPoolWorkQueue" or "System.Threading.ThreadPoolWorkQueue.WorkStealingQueue")];
        IEnumerable<LeakFinding?> found = [FindingOf(heap, "thread pool", [.. pools.SelectMany(pool => ItemsOf(heap.Graph, pool)).Distinct()])];
        return found.Concat(heap.ObjectsOf(IsChannel).Take(MaxChannels)
            .Select(channel => (Type: heap.Graph.TypeOf(channel), Items: ItemsOf(heap.Graph, channel)))
            .Where(channel => channel.Items.Length >= LeakThresholds.LeastObjects)
            .Select(channel => FindingOf(heap, channel.Type.ShortName, channel.Items)))
            .OfType<LeakFinding>()
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes))
            .GroupBy(finding => finding.Id)
            .Select(same => same.MaxBy(finding => finding.RetainedBytes)! with { Objects = same.Sum(finding => finding.Objects), RetainedBytes = same.Sum(finding => finding.RetainedBytes) });
    }

    private static bool IsChannel(HeapType type) => ConcurrentCollections.IsChannel(CollectionShapes.DefinitionOf(type));

    /// <summary>What stands in a queue's own collections.</summary>
    private static int[] ItemsOf(ObjectGraph graph, int queue)
    {
        var items = new List<int>();
        var seen = new HashSet<int> { queue };
        var open = new Stack<(int Object, bool IsArray)>([(queue, false)]);
        while (open.TryPop(out var next))
        {
            foreach (var target in graph.References[next.Object])
            {
                if (seen.Add(target))
                {
                    var type = graph.TypeOf(target);
                    if (IsPart(type))
                    {
                        open.Push((target, type.Traits.HasFlag(HeapTypeTraits.Array)));
                    }
                    else if (next.IsArray)
                    {
                        items.Add(target);
                    }
                }
            }
        }

        return [.. items];
    }

    private static bool IsPart(HeapType type) =>
        type.Traits.HasFlag(HeapTypeTraits.Array)
        || FrameworkCollections.Owns(type.Name) || type.Name.StartsWith("System.Threading.ThreadPoolWorkQueue", StringComparison.Ordinal);

    private static LeakFinding? FindingOf(InspectedHeap heap, string queue, int[] items)
    {
        if (items.Length < LeakThresholds.LeastObjects)
        {
            return null;
        }

        var isPool = queue == "thread pool";
        var byType = items.GroupBy(item => NameOf(heap.Graph, item)).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).ToArray();
        var most = heap.Graph.TypeOf(byType[0].First());
        var bytes = heap.RetainedBytesOf(items);
        var found = heap.PlaceOf([.. byType[0]]);
        var step = found?.Suspect ?? -1;
        while (!isPool && step > 0 && found!.Value.Chain.Steps[step].Type.ShortName != queue)
        {
            step--;
        }

        var place = found is null || isPool ? "" : $" in {found.Value.Chain.ReferenceTo(step)}";
        return new LeakFinding(
            isPool ? LeakFingerprint.Of("thread pool") : LeakFingerprint.Of(["channel", queue, .. found is null ? [] : LeakFingerprint.PartsOf(found.Value.Chain, step, step)]),
            heap.SeverityOf(bytes, items.Length),
            isPool
                ? $"{items.Length:N0} pieces of work wait for the thread pool, which does not keep up: {bytes.AsByteSize}, {heap.ShareOf(bytes)}"
                : $"{items.Length:N0} items wait in a channel{place} that nobody reads fast enough: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            items.Length)
        {
            Evidence =
            [
                $"Waiting: {string.Join(", ", byType.Take(Kinds).Select(same => $"{same.Count():N0} {same.Key}"))}"
                    + (byType.Length > Kinds ? $" and {byType.Length - Kinds:N0} more kinds." : "."),
                isPool
                    ? "Its threads are busy or blocked, often by waiting for other tasks (Task.Wait, .Result, locks)."
                    : "The channel takes more than its readers take out; an unbounded one grows until memory ends.",
                heap.Thresholds.ManyStated(isPool ? "items in the thread pool's queues" : "items in one channel"),
            ],
            Chain = found?.Chain,
            SuspectStep = step,
            Remedy = isPool
                ? "Look at what the pool's threads do (dotnet-stack report): make it async, or bound how much is queued."
                : "Bound the channel (Channel.CreateBounded), or read it faster or by several readers.",
            Next = NextCommand.ChainsTo(most.Name),
            Explained = [.. items, .. heap.HoldersOf(items)],
        };
    }

    /// <summary>A work item by whom it calls.</summary>
    private static string NameOf(ObjectGraph graph, int item)
    {
        foreach (var target in graph.References[item])
        {
            if (graph.TypeOf(item).Name.StartsWith("System.Threading.", StringComparison.Ordinal) && graph.TypeOf(target).IsDelegate)
            {
                return $"{graph.TypeOf(item).ShortName} for {Callbacks.WordsOf(graph.TypeOf(Callbacks.OwnerOf(graph, target)))}";
            }
        }

        return graph.TypeOf(item).ShortName;
    }
}

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Entries of ConditionalWeakTables that never go, since their keys live on: many values of one type.</summary>
internal sealed class DependentHandles : ILeakInspection
{
    public string Subject => "ConditionalWeakTable entries that never go";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : contents.DependentHandles.Where(handle => heap.Tree.IsReachable(handle.Key) && heap.Tree.IsReachable(handle.Value))
            .GroupBy(handle => (Key: heap.Graph.TypeIndexOf(handle.Key), Value: heap.Graph.TypeIndexOf(handle.Value)))
            .Where(handles => handles.Count() >= LeakThresholds.LeastObjects)
            .Select(handles => FindingOf(heap, [.. handles]))
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));

    private static LeakFinding FindingOf(InspectedHeap heap, (int Key, int Value)[] handles)
    {
        int[] keys = [.. handles.Select(handle => handle.Key).Distinct()];
        int[] values = [.. handles.Select(handle => handle.Value).Distinct()];
        var (key, value) = (heap.Graph.TypeOf(keys[0]), heap.Graph.TypeOf(values[0]));
        var bytes = heap.RetainedBytesOf(values);
        var largest = handles.MaxBy(handle => heap.Tree.RetainedBytesOf(handle.Value));
        var (chain, step) = heap.ChainThrough(largest.Key, largest.Value);
        var cache = chain is null ? null : FrameworkCode.CacheReason(chain, heap.PercentOf(bytes));
        return new LeakFinding(
            LeakFingerprint.Of("dependent", key.Name, value.Name),
            cache is null ? heap.SeverityOf(bytes, handles.Length) : LeakSeverity.Low,
            $"{handles.Length:N0} ConditionalWeakTable entries with a {value.ShortName} stay, since their {key.ShortName} keys live on: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            handles.Length)
        {
            Evidence =
            [
                $"{handles.Length:N0} entries with {keys.Length:N0} different {key.ShortName} keys hold {values.Length:N0} {value.ShortName}; {bytes / values.Length:N0} bytes each.",
                "An entry goes when its key is collected; whatever keeps the key alive keeps the value alive too.",
                .. cache is null ? (IEnumerable<string>)[] : [cache],
                heap.Thresholds.ManyStated("entries with keys and values of one type each"),
            ],
            Chain = chain,
            SuspectStep = step,
            Remedy = $"Use keys that die in time, or Remove an entry when its {value.ShortName} is no more needed.",
            Next = NextCommand.ChainsTo(key.Name),
            Explained = [.. values, .. heap.HoldersOf(values.Concat(keys))],
        };
    }
}

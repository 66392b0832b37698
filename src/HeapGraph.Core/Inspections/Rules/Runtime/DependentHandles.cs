namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>Entries of ConditionalWeakTables that never go, since their keys live on: many values of one type.</summary>
internal sealed class DependentHandles : ILeakInspection
{
    public string Name => "weak-table-entries";

    public string Subject => "ConditionalWeakTable entries that never go";

    public string FalseAlarms => "Keys that live for good reason, each with a value that belongs to it.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : contents.DependentHandles.Where(handle => heap.Tree.IsReachable(handle.Key) && heap.Tree.IsReachable(handle.Value))
            .LargeGroupsBy(handle => (heap.Graph.TypeIndexOf(handle.Key), heap.Graph.TypeIndexOf(handle.Value)))
            .Select(handles => FindingOf(heap, handles))
            .Where(heap.Thresholds.AreMany);

    private static LeakFinding FindingOf(InspectedHeap heap, (int Key, int Value)[] handles)
    {
        int[] keys = [.. handles.Select(handle => handle.Key).Distinct()];
        int[] values = [.. handles.Select(handle => handle.Value).Distinct()];
        var (key, value) = (heap.Graph.TypeOf(keys[0]), heap.Graph.TypeOf(values[0]));
        var largest = handles.MaxBy(handle => heap.Tree.RetainedBytesOf(handle.Value));
        var suspect = new Suspect(heap, values)
        {
            Count = handles.Length,
            Reference = heap.ReferenceThrough(largest.Key, largest.Value),
            MayBeCache = true,
            Explained = [.. values, .. heap.HoldersOf(values.Concat(keys))],
        };
        return suspect.Finding(
            LeakFingerprint.Of("dependent", key.Name, value.Name),
            $"{handles.Length:N0} ConditionalWeakTable entries with a {value.ShortName} stay, since their {key.ShortName} keys live on",
            [
                $"{handles.Length:N0} entries with {keys.Length:N0} different {key.ShortName} keys hold {values.Length:N0} {value.ShortName}; "
                    + $"{suspect.Average} each.",
                "An entry goes when its key is collected; whatever keeps the key alive keeps the value alive too.",
            ],
            heap.Thresholds.ManyStated("entries with keys and values of one type each"),
            remedy: $"Use keys that die in time, or Remove an entry when its {value.ShortName} is no more needed.",
            NextCommand.ChainsTo(key.Name));
    }
}

using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Arrays that were returned to an <c>ArrayPool</c> and still refer to objects: these stay until their places are written over.</summary>
internal sealed class PooledReferences : ILeakInspection
{
    public string Name => "pooled-references";

    public string Subject => "objects that arrays in a pool still refer to";

    public string FalseAlarms => "An array that the program goes on using after it has returned it, which is a defect of its own.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.WaitingArrays().Select(waiting => waiting.Array)
        .Where(array => heap.Graph.References[array].Length > 0)
        .GroupBy(heap.Graph.TypeIndexOf)
        .Select(arrays => FindingOf(heap, [.. arrays]))
        .OfType<LeakFinding>()
        .Where(heap.Thresholds.AreMany);

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] arrays)
    {
        // What others keep as well the pool does not.
        int[] kept = [.. arrays.SelectMany(array => heap.Graph.References[array].ToArray().Where(item => heap.Tree.DominatorOf(item) == array)).Distinct()];
        if (kept.Length < LeakThresholds.LeastObjects || heap.ReferenceTo(kept.MaxBy(heap.Tree.RetainedBytesOf)) is not { } last)
        {
            return null;
        }

        var element = heap.Graph.TypeOf(arrays[0]).ShortName[..^2];
        var byType = kept.LargestGroupsBy(heap.Graph.TypeOf, type => type.Name);
        var suspect = new Suspect(heap, kept)
        {
            Reference = last.Step > 0 ? last with { Step = last.Step - 1 } : last,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Certain, "who has returned an array must not use it any more, and nothing else refers to them"),
            Explained = [.. kept, .. arrays, .. heap.HoldersOf(arrays)],
        };
        return suspect.Finding(
            LeakFingerprint.Of("pooled references", element),
            $"Arrays that were returned to ArrayPool<{element}> still refer to {byType[0].Key.Counted(byType[0].Count())}{(byType.Length == 1 ? "" : " and others")}",
            [
                $"{heap.Graph.TypeOf(arrays[0]).Counted(arrays.Length)} that wait in the pool refer to {byType.Listed(type => type.ShortName, "types")}",
                $"Nothing else refers to them, {suspect.Average} each; they stay until somebody rents the array and writes over them, or the pool drops it.",
            ],
            heap.Thresholds.ManyStated("objects that only arrays in a pool refer to"),
            remedy: $"Return arrays of {element} cleared: Return(array, clearArray: true).",
            NextCommand.ChainsTo(byType[0].Key.Name));
    }
}

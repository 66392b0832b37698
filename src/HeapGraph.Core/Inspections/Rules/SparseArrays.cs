using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Arrays that are far too large for what is in them: at least a thousand slots, less than a tenth of them used.</summary>
/// <remarks>Only arrays whose elements are references themselves: of other elements a graph does not know the empty ones.</remarks>
internal sealed class SparseArrays : ILeakInspection
{
    public string Subject => "nearly empty arrays";

    private const int LeastSlots = 1_000;
    private const int MostUsedPercent = 10;
    private const int SlotBytes = 8;
    private const int HeaderBytes = 24;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var graph = heap.Graph;
        var sparse = new List<int>();
        foreach (var type in heap.TypesWith(1).Where(type => graph.Types[type].Traits.HasFlag(HeapTypeTraits.Array)))
        {
            foreach (var array in heap.ObjectsOf(type))
            {
                if (graph.LengthOf(array) >= LeastSlots && IsSparse(graph, array))
                {
                    sparse.Add(array);
                }
            }
        }

        return sparse.GroupBy(array => (Type: graph.TypeIndexOf(array), Holder: heap.Tree.DominatorOf(array) is >= 0 and var holder ? graph.TypeIndexOf(holder) : -1))
            .Select(arrays => (Arrays: arrays.ToArray(), Waste: arrays.Sum(array => WasteOf(graph, array))))
            .Where(found => heap.Thresholds.IsWaste(found.Waste))
            .Select(found => FindingOf(heap, found.Arrays, found.Waste))
            .OfType<LeakFinding>();
    }

    private static bool IsSparse(ObjectGraph graph, int array)
    {
        // Where no array element is a reference, none is in use: that an array of numbers must not look like.
        var (slots, used) = (graph.LengthOf(array), graph.References[array].Length);
        return used > 0 && used * 100L < slots * MostUsedPercent
            && graph.BytesOf(array) == HeaderBytes + slots * SlotBytes && !graph.StaticStorage.Contains(array);
    }

    private static long WasteOf(ObjectGraph graph, int array) => (graph.LengthOf(array) - graph.References[array].Length) * SlotBytes;

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] arrays, long waste)
    {
        var largest = arrays.MaxBy(array => WasteOf(heap.Graph, array));
        if (heap.ChainTo(largest) is not { } chain)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(largest);
        var suspect = chain.KeeperAbove(chain.Steps.Count - 1);
        var place = chain.ReferenceTo(suspect);
        var (slots, used) = (arrays.Sum(heap.Graph.LengthOf), arrays.Sum(array => (long)heap.Graph.References[array].Length));
        int[] owners = [.. heap.HoldersOf(arrays)];
        var cache = FrameworkCode.CacheReason(chain, heap.PercentOf(waste));
        return new LeakFinding(
            LeakFingerprint.Of(["sparse", .. LeakFingerprint.PartsOf(chain, suspect)]),
            cache is null ? heap.SeverityOf(waste, arrays.Length) : LeakSeverity.Low,
            $"{(arrays.Length == 1 ? "An array" : $"{arrays.Length:N0} arrays")} {type.ShortName} in {place} {(arrays.Length == 1 ? "is" : "are")} nearly empty: {waste.AsByteSize} wasted, {heap.ShareOf(waste)}",
            waste,
            arrays.Length)
        {
            Evidence =
            [
                $"{used:N0} of {slots:N0} slots are in use ({100.0 * used / slots:0.0} %).",
                .. cache is null ? (IEnumerable<string>)[] : [cache],
                heap.Thresholds.WasteStated("arrays of references with 1,000 slots or more and less than 10 % of them in use"),
            ],
            Chain = chain,
            SuspectStep = suspect,
            Remedy = "Make it smaller (TrimExcess, a smaller capacity), or keep what is in it in a Dictionary.",
            Next = NextCommand.ChainsTo(type, chain.Steps[^1].Address),

            // Where the waste is most of what their owners keep, it is why these look large.
            Explained = owners.Length > 0 && waste * 2 >= heap.RetainedBytesOf(owners) ? [.. arrays, .. owners] : [],
        };
    }
}

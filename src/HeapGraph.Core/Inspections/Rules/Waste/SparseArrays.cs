using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Arrays that are far too large for what is in them: at least a thousand slots, less than a tenth of them used.</summary>
/// <remarks>Only arrays whose elements are references themselves: of other elements a graph does not know the empty ones.</remarks>
internal sealed class SparseArrays : ILeakInspection
{
    public string Name => "sparse-arrays";

    public string Subject => "nearly empty arrays";

    public string FalseAlarms => "A table that is about to be filled, or a hash table of the program's own.";

    private const int LeastSlots = 1_000;
    private const int MostUsedPercent = 10;
    private const int SlotBytes = 8;
    private const int HeaderBytes = 24;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var graph = heap.Graph;
        return heap.ByHolder(heap.TypesWith(1).Where(type => graph.Types[type].Traits.HasFlag(HeapTypeTraits.Array))
                .SelectMany(type => heap.ObjectsOf(type, array => IsSparse(graph, array))))
            .Select(arrays => (Arrays: arrays, Waste: arrays.Sum(array => WasteOf(graph, array))))
            .Where(found => heap.Thresholds.IsWaste(found.Waste))
            .Select(found => FindingOf(heap, found.Arrays, found.Waste))
            .OfType<LeakFinding>();
    }

    private static bool IsSparse(ObjectGraph graph, int array)
    {
        if (graph.LengthOf(array) < LeastSlots)
        {
            return false;
        }

        // Where no array element is a reference, none is in use: that an array of numbers must not look like.
        var (slots, used) = (graph.LengthOf(array), graph.References[array].Length);
        return used > 0 && used * 100L < slots * MostUsedPercent
            && graph.BytesOf(array) == HeaderBytes + slots * SlotBytes && !graph.StaticStorage.Contains(array);
    }

    private static long WasteOf(ObjectGraph graph, int array) => (graph.LengthOf(array) - graph.References[array].Length) * SlotBytes;

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] arrays, long waste)
    {
        var largest = arrays.MaxBy(array => WasteOf(heap.Graph, array));
        if (heap.ReferenceTo(largest)?.Keeper is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(largest);
        var (slots, used) = (arrays.Sum(heap.Graph.LengthOf), arrays.Sum(array => (long)heap.Graph.References[array].Length));
        int[] owners = [.. heap.HoldersOf(arrays)];
        var suspect = Suspect.OfWaste(heap, arrays, waste) with
        {
            Reference = reference,
            MayBeCache = true,

            // Where the waste is most of what their owners keep, it is why these look large.
            Explained = owners.Length > 0 && waste * 2 >= heap.RetainedBytesOf(owners) ? [.. arrays, .. owners] : [],
        };
        var (what, are) = arrays.Length == 1 ? ("An array", "is") : ($"{arrays.Length:N0} arrays", "are");
        return suspect.Finding(
            LeakFingerprint.Of(["sparse", .. reference.Parts]),
            $"{what} {type.ShortName} in {suspect.Place} {are} nearly empty",
            [$"{used:N0} of {slots:N0} slots are in use ({100.0 * used / slots:0.0} %)."],
            heap.Thresholds.WasteStated("arrays of references with 1,000 slots or more and less than 10 % of them in use"),
            remedy: FrameworkThreadLocal.IsArray(type)
                ? "A thread has a slot for each number that a ThreadLocal ever had while it lived: make ThreadLocal fields static, and dispose of those of objects with their owners, so that the numbers are used again."
                : "Make it smaller (TrimExcess, a smaller capacity), or keep what is in it in a Dictionary.",
            NextCommand.ChainsTo(type, heap.Graph.AddressOf(largest)));
    }
}

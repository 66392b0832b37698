using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Free space between objects that stay: the process pays for it and only objects that fit into a gap can use it.</summary>
internal sealed class Fragmentation : ILeakInspection
{
    public string Name => "fragmentation";

    public string Subject => "free space between objects that stay";

    public string FalseAlarms => "Memory that a collection has just freed looks the same until the next one. Holes in generation 2 between few pinned objects, and large holes in the large object heap, are filled again: they are ranked low.";

    private const int LeastPercentMedium = 33;   // a heap at work has holes
    private const int LeastPercent = 25;
    private const int LargeObject = 85_000;
    private const int LeastPinned = 20;
    private const long LeastBytes = 4 << 20;
    private const long LargeHole = 512 << 10;
    private const double LeastPercentOfHeap = 5;
    private const string Threshold = "Looked for: a generation with a quarter of it free, 4 MB at least and 5 % of the whole heap. Generation 0 is not judged: it is free after each collection.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Graph.Coverage.Spaces
        .Where(space => space.Generation is HeapGeneration.Gen2 or HeapGeneration.Large or HeapGeneration.Pinned or null
            && space.FreeBytes >= LeastBytes && space.FreeBytes * 100 >= space.Bytes * LeastPercent && PercentOfHeap(heap, space.FreeBytes) >= LeastPercentOfHeap)
        .Select(space => FindingOf(heap, space));

    private static double PercentOfHeap(InspectedHeap heap, long bytes) => 100.0 * bytes / Math.Max(1, heap.Graph.Coverage.BytesTotal);

    private static LeakFinding FindingOf(InspectedHeap heap, HeapSpace space)
    {
        var name = NameOf(space.Generation);
        var percent = PercentOfHeap(heap, space.FreeBytes);
        var between = Between(heap, space.Generation);
        var chain = between.Largest < 0 ? null : heap.ChainTo(between.Largest);
        return new LeakFinding(
            LeakFingerprint.Of("fragmentation", KeyOf(space.Generation)),
            percent >= LeastPercentMedium && IsLasting(space, between.Count) ? LeakSeverity.Medium : LeakSeverity.Low,
            $"{ChainWords.Capitalized(name)} is full of holes: {space.FreeBytes.AsByteSize} of its {space.Bytes.AsByteSize} are free but scattered, {percent:0.0} % of the whole heap",
            space.FreeBytes,
            space.FreeBlocks)
        {
            Kind = LeakKind.Wasted,
            Certainty = LeakCertainty.Certain,
            Because = "the holes were counted",
            Evidence =
            [
                $"{space.FreeBlocks:N0} holes between objects, {space.FreeBytes / Math.Max(1, space.FreeBlocks):N0} bytes each on average, the largest {space.LargestFreeBytes.AsByteSize}.",
                $"Free by generation: {string.Join(", ", heap.Graph.Coverage.Spaces.Where(other => other.FreeBytes > 0).Select(other => $"{other.FreeBytes.AsByteSize} of {other.Bytes.AsByteSize} in {NameOf(other.Generation)}"))}.",
                .. between.Count > 0 ? (IEnumerable<string>)[$"Between the holes stand {heap.Graph.TypeOf(between.Largest).Counted(between.Count)} with {between.Bytes.AsByteSize}."] : [],
            ],
            Threshold = Threshold,
            Chain = chain,
            Remedy = space.Generation == HeapGeneration.Large
                ? "Rent large buffers (ArrayPool<T>.Shared) instead of making them anew, and make those that live long first; once: GCSettings.LargeObjectHeapCompactionMode = CompactOnce and GC.Collect()."
                : "Find what is pinned for long and keeps objects from moving: pin for a short time, or allocate pinned buffers early and together (GC.AllocateArray with pinned: true).",
            Next = between.Largest < 0 ? new NextCommand.TypesByBytes() : NextCommand.ObjectsOf(heap.Graph.TypeOf(between.Largest).Name),
        };
    }

    // The collector closes holes in generation 2 when it runs short of memory, but for what is pinned; and a hole of the large object heap that is large itself
    // takes what comes next, such as those that a dictionary leaves behind each time that it grows.
    private static bool IsLasting(HeapSpace space, long between) => space.Generation == HeapGeneration.Large
        ? space.FreeBytes / Math.Max(1, space.FreeBlocks) < LargeHole : between >= LeastPinned;

    private static string NameOf(HeapGeneration? generation) => generation switch
    {
        null => "the ephemeral segment",
        HeapGeneration.Gen0 => "generation 0",
        HeapGeneration.Gen1 => "generation 1",
        HeapGeneration.Gen2 => "generation 2",
        HeapGeneration.Large => "the large object heap",
        HeapGeneration.Pinned => "the pinned object heap",
        _ => "the frozen heap",
    };

    // What is in a fingerprint stays as it is.
    private static string KeyOf(HeapGeneration? generation) => generation switch
    {
        null => "Ephemeral",
        HeapGeneration.Gen2 => "Generation2",
        _ => $"{generation}",
    };

    /// <summary>The type that holds the holes apart: in the large object heap that of most large bytes, elsewhere that of most
    /// pinned objects.</summary>
    private static (int Largest, long Count, long Bytes) Between(InspectedHeap heap, HeapGeneration? generation)
    {
        var graph = heap.Graph;
        var held = generation == HeapGeneration.Large
            ? heap.ObjectsOf(type => type.Traits.HasFlag(HeapTypeTraits.VariableSize)).Where(index => graph.BytesOf(index) >= LargeObject)
            : graph.Roots.Where(root => root.Kind is HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle && !graph.StaticStorage.Contains(root.ObjectIndex))
                .Select(root => root.ObjectIndex).Distinct();
        return held.GroupBy(graph.TypeIndexOf).Select(same => (Largest: same.MaxBy(graph.BytesOf), Count: same.LongCount(), Bytes: same.Sum(graph.BytesOf)))
            .OrderByDescending(found => found.Bytes).ThenBy(found => found.Largest).FirstOrDefault((-1, 0, 0));
    }
}

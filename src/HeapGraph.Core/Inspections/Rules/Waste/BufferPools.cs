using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Pools in which much waits and little is in use: the pools of .NET, and collections of buffers that a pool of the program's own stands on.</summary>
internal sealed class BufferPools : ILeakInspection
{
    public string Name => "buffer-pools";

    public string Subject => "pools in which much waits";

    public string FalseAlarms => "A pool after a high load that comes again. A queue of arrays of one length that wait to be worked on looks like a pool.";

    private const int LeastLength = 256;             // of an array that is a buffer
    private const long LeastOfShared = 8 << 20;      // a pool that is warm holds some MB, and lets go of them by itself
    private const double LeastPercentOfShared = 10;
    private const long LargeBytes = 8 << 20;
    private const int MostCollections = 100_000;

    private static readonly HashSet<string> Arrays = ["byte[]", "char[]", "int[]", "uint[]", "long[]", "ulong[]", "short[]", "ushort[]", "sbyte[]", "float[]", "double[]", "bool[]"];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) =>
    [
        .. heap.WaitingArrays().GroupBy(waiting => heap.Graph.TypeIndexOf(waiting.Array)).Select(same => OfArrayPool(heap, [.. same])).OfType<LeakFinding>(),
        .. heap.ObjectsOf(type => FrameworkPools.MayHold(type) && type.Parsed.Arguments is [var item] && MayBeBuffer(item)).Take(MostCollections)
            .Select(collection => OfOwnPool(heap, collection)).OfType<LeakFinding>().MergedById(),
    ];

    private static bool MayBeBuffer(string item) => Arrays.Contains(item) || !item.EndsWith(']');

    /// <summary>What waits in ArrayPools of one type.</summary>
    private static LeakFinding? OfArrayPool(InspectedHeap heap, (int Shelf, int Array)[] waiting)
    {
        int[] arrays = [.. waiting.Select(one => one.Array)];
        var bytes = arrays.Sum(heap.Graph.BytesOf);
        var largest = arrays.MaxBy(heap.Graph.BytesOf);
        if (bytes < LeastOfShared || heap.PercentOf(bytes) < LeastPercentOfShared || heap.ReferenceTo(largest)?.Keeper is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(largest);
        var element = type.ShortName[..^2];
        var rented = RentedFrom(heap, [.. waiting.Select(one => one.Shelf).Distinct()]);
        var known = arrays.ToHashSet();
        var elsewhere = heap.ObjectsOf(heap.Graph.TypeIndexOf(largest), array => BufferWords.IsRound(heap.Graph.LengthOf(array)) && !known.Contains(array));
        var suspect = new Suspect(heap, arrays, bytes) { Reference = reference, Severity = bytes < LargeBytes * 8 ? LeakSeverity.Low : null, Explained = [.. arrays, .. heap.HoldersOf(arrays)] };
        return suspect.Finding(
            LeakFingerprint.Of("array pool", element),
            $"{arrays.Length:N0} {type.ShortName} wait in ArrayPool<{element}>{(rented is { } exact ? $", {exact:N0} are rented" : "")}",
            [
                $"They are free to be rented, {suspect.Average} each on average, the largest {heap.Graph.BytesOf(largest).AsByteSize}.",
                rented is null
                    ? $"Elsewhere are {type.Counted(elsewhere.Count)} of lengths that a pool has, with {elsewhere.Sum(heap.Graph.BytesOf).AsByteSize}: no more than these are rented."
                    : $"Its buckets say that {rented:N0} were rented and have not been returned.",
                .. rented is null ? (string[])["The shared pool drops arrays that have not been rented for a while, at collections of gen2, and sooner when memory is short."] : [],
            ],
            $"Looked for: {LeastOfShared.AsByteSize} or more that wait in pools of one type, and {LeastPercentOfShared} % of the heap.",
            remedy: rented is null
                ? "Nothing, where the load was just higher. Where it stays: rent less at a time, and read in pieces rather than into one array of many MB; what must be large may be a pool of its own with limits (ArrayPool<T>.Create)."
                : "Create the pool with lower limits (ArrayPool<T>.Create(maxArrayLength, maxArraysPerBucket)), or use ArrayPool<T>.Shared, which drops what is not rented for a while.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(largest)));
    }

    /// <summary>How many arrays pools with buckets of their own have rented out; null where one has none.</summary>
    private static long? RentedFrom(InspectedHeap heap, int[] shelves) =>
        heap.Contents is not { } contents || !Array.TrueForAll(shelves, shelf => FrameworkPools.IsBucket(heap.Graph.TypeOf(shelf)))
            || contents.FieldOf(shelves[0], FrameworkPools.Rented) is not { } field ? null : shelves.Sum(shelf => contents.NumberIn(shelf, field) ?? 0);

    /// <summary>What waits in a collection, when that looks like a pool's.</summary>
    private static LeakFinding? OfOwnPool(InspectedHeap heap, int collection)
    {
        var name = heap.Graph.TypeOf(collection).Parsed.Arguments[0];
        var items = heap.ElementsOf(collection, name);
        if (items.Length < LeakThresholds.LeastLarge || heap.RetainedBytesOf(items) is var bytes && !heap.Thresholds.IsPile(items.Length, bytes))
        {
            return null;
        }

        var largest = items.MaxBy(heap.Tree.RetainedBytesOf);
        var type = heap.Graph.TypeOf(largest);
        var isOfOneLength = Arrays.Contains(name) && heap.Graph.LengthOf(largest) is >= LeastLength and var length && Array.TrueForAll(items, item => heap.Graph.LengthOf(item) == length);
        if (heap.ReferenceThrough(collection, largest) is not { } reference)
        {
            return null;
        }

        var holder = reference.Step > 0 ? reference.Chain.Steps[reference.Step - 1].ObjectIndex : collection;
        var isCalledPool = BufferWords.IsPool(reference.InWords) || (holder != collection && BufferWords.IsPool(heap.Graph.TypeOf(holder).ShortName));
        if (!(isOfOneLength || isCalledPool || FrameworkPools.IsOwner(name) || (BufferWords.IsBuffer(type) && !type.Traits.HasFlag(HeapTypeTraits.Array))))
        {
            return null;
        }

        var waiting = items.ToHashSet();
        var inUse = heap.ObjectsOf(heap.Graph.TypeIndexOf(largest), other => !waiting.Contains(other) && (!isOfOneLength || heap.Graph.LengthOf(other) == heap.Graph.LengthOf(largest)));
        if (inUse.Count >= items.Length)
        {
            return null;   // so many are needed
        }

        var suspect = new Suspect(heap, items, bytes) { Reference = reference, Severity = bytes < LargeBytes ? LeakSeverity.Low : null };
        return suspect.Finding(
            LeakFingerprint.Of(["pool", .. reference.PlaceParts]),
            $"{type.Counted(items.Length)} wait in the pool in {suspect.Place}, {inUse.Count:N0} {(inUse.Count == 1 ? "is" : "are")} in use",
            [
                $"{items.Length:N0} of all {items.Length + inUse.Count:N0} {type.ShortName}{(isOfOneLength ? $" of {heap.Graph.LengthOf(largest):N0} elements" : "")} stand in this {heap.Graph.TypeOf(collection).ShortName}, "
                    + $"{suspect.Average} each; {inUse.Count:N0} are elsewhere.",
                isCalledPool ? "It is called a pool: what stands in it waits to be taken again."
                    : isOfOneLength ? "All are of one length, as a pool's buffers are: what stands in them says nothing."
                    : "They are buffers by name: what stands in them says nothing.",
            ],
            heap.Thresholds.PileStated,
            remedy: FrameworkNames.Owns(heap.Graph.TypeOf(holder)) && !FrameworkNames.IsCollection(heap.Graph.TypeOf(holder))
                ? "It holds as much as the highest load has needed. Bound that: fewer connections at a time (KestrelServerLimits.MaxConcurrentConnections), smaller pieces of what is sent and received; "
                    + "and give back what is taken (Dispose of each IMemoryOwner)."
                : "Bound the pool: keep no more than are needed at a time, and leave the rest to the collector when it is given back; or rent from ArrayPool<T>.Shared or MemoryPool<T>.Shared, "
                + "which drop what is not rented for a while.",
            NextCommand.ChainsTo(type, heap.Graph.AddressOf(largest)));
    }
}

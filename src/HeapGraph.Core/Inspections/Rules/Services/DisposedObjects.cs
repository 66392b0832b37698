using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Services;

/// <summary>Objects that were disposed of and are still held: many of a type whose own flag says so.</summary>
/// <remarks>Asks the metadata once per type with 100 objects or more, and reads one field of each of their objects.</remarks>
internal sealed class DisposedObjects : ILeakInspection
{
    public string Name => "disposed-objects";

    public string Subject => "disposed objects that are still held";

    public string FalseAlarms => "A pool that keeps what was disposed of to use it again, and types whose flag means something else.";

    // Its Dispose puts it into the cache.
    private const string CacheEntry = "Microsoft.Extensions.Caching.Memory.CacheEntry";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.TypesWithField(heap.TypesWith(LeakThresholds.LeastObjects).Where(type => MayBeDisposed(heap.Graph.Types[type])), [.. DisposedFlags.Names])
            .SelectMany(found => heap.ByHolder(heap.ObjectsOf(found.Type, index => contents.NumberIn(index, found.Field) is not (null or 0)))
                .Where(held => held.Length >= LeakThresholds.LeastObjects)
                .Select(held => FindingOf(heap, held, heap.ObjectsOf(found.Type).Length, found.Field)))
            .OfType<LeakFinding>()
            .Where(heap.Thresholds.AreMany);

    private static bool MayBeDisposed(HeapType type) =>
        (type.Traits & (HeapTypeTraits.VariableSize | HeapTypeTraits.BoxedValue)) == 0 && type.Name != CacheEntry;

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] held, int all, NumberField flag)
    {
        if (heap.KeeperOf(held) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(held[0]).ShortName;
        var suspect = new Suspect(heap, held)
        {
            Kind = LeakKind.Leaked, Sureness = (LeakCertainty.Certain, "they say of themselves that they were disposed of"), Reference = reference, MayBeCache = true,
        };
        return suspect.Finding(
            LeakFingerprint.Of(["disposed", .. reference.Parts]),
            $"{held.Length:N0} {type} were disposed of, but {suspect.Place} still holds them",
            [
                $"{held.Length:N0} of all {all:N0} {type} say that they are disposed of (field {flag.Name}) and hang here; the program is done with them.",
                $"They retain {suspect.Size}, {suspect.Average} each.",
            ],
            heap.Thresholds.ManyStated("objects of one type under one holder with a disposed flag that is set"),
            remedy: $"Take {type} out of {suspect.Place} when it is disposed of.",
            next: new NextCommand.DisposedObjectsOf(heap.Graph.TypeOf(held[0]).Name)) with
        {
            // The finding about an event says of its subscribers how many were disposed of, and so does the one about a container.
            About = (heap.Tree.DominatorOf(held[0]) is >= 0 and var holder && heap.Graph.TypeOf(holder).IsDelegate) || heap.IsKeptByScope(held[0]) ? [held[0]] : [],
        };
    }
}

using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Objects that were disposed of and are still held: many of a type whose own flag says so.</summary>
/// <remarks>Asks the metadata once per type with 100 objects or more, and reads one field of each of their objects.</remarks>
internal sealed class DisposedObjects : ILeakInspection
{
    public string Subject => "disposed objects that are still held";

    private static readonly string[] Flags =
    [
        "_disposed", "_isDisposed", "disposed", "isDisposed", "m_disposed", "m_isDisposed", "_Disposed", "disposedValue", "_disposedValue",
        "<IsDisposed>k__BackingField", "<Disposed>k__BackingField",
    ];

    // Its Dispose puts it into the cache.
    private const string CacheEntry = "Microsoft.Extensions.Caching.Memory.CacheEntry";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        if (heap.Contents is not { } contents)
        {
            return [];
        }

        return heap.TypesWith(LeakThresholds.LeastObjects)
            .Where(type => !heap.Graph.Types[type].Traits.HasFlag(HeapTypeTraits.VariableSize) && !heap.Graph.Types[type].Traits.HasFlag(HeapTypeTraits.BoxedValue))
            .Where(type => heap.Graph.Types[type].Name != CacheEntry)
            .Select(type => (Type: type, Flag: contents.FieldOf(heap.ObjectsOf(type)[0], Flags)))
            .Where(found => found.Flag is not null)
            .SelectMany(found => heap.ByHolder(Disposed(heap, contents, found.Type, found.Flag!.Value))
                .Where(held => held.Length >= LeakThresholds.LeastObjects)
                .Select(held => FindingOf(heap, held, heap.ObjectsOf(found.Type).Length, found.Flag.Value)))
            .OfType<LeakFinding>()
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));
    }

    private static List<int> Disposed(InspectedHeap heap, IObjectContents contents, int type, NumberField flag)
    {
        var disposed = new List<int>();
        foreach (var index in heap.ObjectsOf(type))
        {
            if (contents.NumberIn(index, flag) is not (null or 0))
            {
                disposed.Add(index);
            }
        }

        return disposed;
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, int[] held, int all, NumberField flag)
    {
        if (heap.KeeperOf(held) is not var (chain, suspect, place))
        {
            return null;
        }

        var type = heap.Graph.TypeOf(held[0]);
        var bytes = heap.RetainedBytesOf(held);
        var cache = FrameworkCode.CacheReason(chain, heap.PercentOf(bytes));
        return new LeakFinding(
            LeakFingerprint.Of(["disposed", .. LeakFingerprint.PartsOf(chain, suspect)]),
            cache is null ? heap.SeverityOf(bytes, held.Length) : LeakSeverity.Low,
            $"{held.Length:N0} {type.ShortName} were disposed of, but {place} still holds them: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            held.Length)
        {
            Evidence =
            [
                $"{held.Length:N0} of all {all:N0} {type.ShortName} say that they are disposed of (field {flag.Name}) and hang here; the program is done with them.",
                $"They retain {bytes.AsByteSize}, {bytes / held.Length:N0} bytes each.",
                .. cache is null ? (IEnumerable<string>)[] : [cache],
                heap.Thresholds.ManyStated("objects of one type under one holder with a disposed flag that is set"),
            ],
            Chain = chain,
            SuspectStep = suspect,
            Remedy = $"Take {type.ShortName} out of {place} when it is disposed of.",
            Next = NextCommand.ChainsTo(type.Name),
            Explained = [.. held, .. heap.HoldersOf(held)],
        };
    }
}

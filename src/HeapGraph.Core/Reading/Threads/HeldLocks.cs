using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>The locks that threads hold: in sync blocks, in the headers of objects, and in objects that are locks.</summary>
/// <param name="dump">The dump.</param>
/// <param name="graph">Its objects.</param>
/// <param name="source">Where they lie.</param>
internal sealed class HeldLocks(WalkedDump dump, ObjectGraph graph, ObjectGraphSource source)
{
    private const int FirstOfLocks = 11;   // the version of .NET

    private readonly Dictionary<ulong, HeapLock> _lockByObject = [];
    private readonly FieldReader _fields = new(dump.Runtime, dump.Image);

    /// <summary>By the objects that are locked.</summary>
    public IReadOnlyDictionary<ulong, HeapLock> ByObject => _lockByObject;

    /// <summary>Finds them.</summary>
    public void Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var threads = dump.Runtime.Threads.ToDictionary(thread => thread.Address, thread => thread.ManagedThreadId);
        foreach (var block in dump.Runtime.Heap.EnumerateSyncBlocks().Where(block => block.IsMonitorHeld))
        {
            cancellation.ThrowIfCancellationRequested();
            if (threads.TryGetValue(block.HoldingThreadAddress, out var owner))
            {
                Add(HeapLockKind.Monitor, block.Object, owner, block.RecursionCount);
            }
        }

        progress?.Report(new HeapReadProgress("Reading locks", 0, graph.ObjectCount, "objects"));
        foreach (var (number, address) in LockWords.Find(dump.Walk, dump.Image, cancellation).Index())
        {
            if ((number & 0xFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new HeapReadProgress("Reading locks", 0, graph.ObjectCount, "objects") { IsInDac = true });
            }

            if (dump.Runtime.Heap.GetObject(address).GetThinLock() is { Thread: { } thread } thin)
            {
                Add(HeapLockKind.Monitor, address, thread.ManagedThreadId, thin.Recursion + 1);
            }
        }

        ReadObjects(progress, cancellation);
    }

    // A thread that has ended may hold a lock for ever; then its id is all that is known.
    private int OwnerOf(long id, bool isOsId) => isOsId && dump.Runtime.Threads.FirstOrDefault(thread => thread.IsAlive && thread.OSThreadId == id) is { } thread ? thread.ManagedThreadId : (int)id;

    private void ReadObjects(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        // Since .NET 11 a Monitor is a Lock of its own, once somebody waits for it: a handle holds that. Where the DAC tells of no Monitor, the Lock is better than nothing.
        var holders = _lockByObject.Values.Select(each => each.Owner).ToHashSet();
        HashSet<ulong> ofMonitors = dump.Runtime.ClrInfo.Version.Major < FirstOfLocks || dump.LeftOut.Has(DacPieces.Handles) ? []
            : [.. dump.Runtime.EnumerateHandles().Where(handle => handle.HandleKind == ClrHandleKind.Strong && handle.Object.Type?.Name == FrameworkLocks.Lock).Select(handle => handle.Object.Address)];
        var kinds = graph.Types.Select(type => Array.Find(FrameworkLocks.All, known => known.Type == type.Name)).ToArray();
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((index & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new HeapReadProgress("Reading locks", index, graph.ObjectCount, "objects") { IsInDac = true });
            }

            if (kinds[graph.TypeIndexOf(index)] is { Type: not null } kind && NumberIn(index, kind.Owner) is { } number && number != kind.Nobody
                && OwnerOf(number, kind.IsOsId) is var owner && !(holders.Contains(owner) && ofMonitors.Contains(graph.AddressOf(index))))
            {
                Add(kind.Kind, graph.AddressOf(index), owner, 1 + (int)(kind.Recursion is null ? 0 : NumberIn(index, kind.Recursion) ?? 0));
            }
        }
    }

    private long? NumberIn(int index, string field) => DacCall.OfTypeOrNothing(
        source.FactsOf(index).Address, dump.Image, dump.LeftOut,
        () => dump.Runtime.Heap.GetObject(graph.AddressOf(index)) is { Type: { } type } && _fields.Find(type, graph.AddressOf(index) + 8, field) is { Field.Size: 4 } place
            && dump.Image.TryRead(place.Address, out int value) ? value : (long?)null);

    private void Add(HeapLockKind kind, ulong address, int owner, int entered)
    {
        if (graph.Addresses.IndexOf(address) is >= 0 and var index)
        {
            _lockByObject.TryAdd(address, new HeapLock(kind, address, graph.TypeOf(index), owner) { Entered = Math.Max(1, entered) });
        }
    }
}

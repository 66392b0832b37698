using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>The locks that threads hold: in sync blocks, in the headers of objects, and in objects that are locks.</summary>
/// <param name="dump">The dump.</param>
/// <param name="objects">Its objects.</param>
internal sealed class HeldLocks(RuntimeDump dump, IThreadObjects objects)
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

        progress?.Report(new HeapReadProgress("Reading locks", 0, objects.Count, "objects"));
        foreach (var (number, address) in objects.WithOwners(cancellation).Index())
        {
            if ((number & 0xFF) == 0)
            {
                Tick(0);
            }

            if (dump.Runtime.Heap.GetObject(address).GetThinLock() is { Thread: { } thread } thin)
            {
                Add(HeapLockKind.Monitor, address, thread.ManagedThreadId, thin.Recursion + 1);
            }
        }

        ReadObjects(Tick);

        void Tick(int index)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new HeapReadProgress("Reading locks", index, objects.Count, "objects") { IsInDac = true });
        }
    }

    // A thread that has ended may hold a lock for ever; then its id is all that is known.
    private int OwnerOf(long id, bool isOsId) => isOsId && dump.Runtime.Threads.FirstOrDefault(thread => thread.IsAlive && thread.OSThreadId == id) is { } thread ? thread.ManagedThreadId : (int)id;

    private void ReadObjects(Action<int> tick)
    {
        // Since .NET 11 a Monitor is a Lock of its own, once somebody waits for it: a handle holds that. Where the DAC tells of no Monitor, the Lock is better than nothing.
        var holders = _lockByObject.Values.Select(each => each.Owner).ToHashSet();
        HashSet<ulong> ofMonitors = dump.Runtime.ClrInfo.Version.Major < FirstOfLocks || dump.LeftOut.Has(DacPieces.Handles) ? []
            : [.. dump.Runtime.EnumerateHandles().Where(handle => handle.HandleKind == ClrHandleKind.Strong && handle.Object.Type?.Name == FrameworkLocks.Lock).Select(handle => handle.Object.Address)];
        foreach (var address in objects.OfTypes(name => Array.Exists(FrameworkLocks.All, known => known.Type == name), tick))
        {
            if (objects.TypeOf(address)?.Name is { } name && Array.Find(FrameworkLocks.All, known => known.Type == name) is var kind
                && NumberIn(address, kind.Owner) is { } number && number != kind.Nobody
                && OwnerOf(number, kind.IsOsId) is var owner && !(holders.Contains(owner) && ofMonitors.Contains(address)))
            {
                Add(kind.Kind, address, owner, 1 + (int)(kind.Recursion is null ? 0 : NumberIn(address, kind.Recursion) ?? 0));
            }
        }
    }

    private long? NumberIn(ulong address, string field) => DacCall.OfTypeOrNothing(
        dump.Image.Read<ulong>(address) & MethodTableFacts.AddressMask, dump.Image, dump.LeftOut,
        () => dump.Runtime.Heap.GetObject(address) is { Type: { } type } && _fields.Find(type, address + 8, field) is { Field.Size: 4 } place
            && dump.Image.TryRead(place.Address, out int value) ? value : (long?)null);

    private void Add(HeapLockKind kind, ulong address, int owner, int entered)
    {
        if (objects.TypeOf(address) is { } type)
        {
            _lockByObject.TryAdd(address, new HeapLock(kind, address, type, owner) { Entered = Math.Max(1, entered) });
        }
    }
}

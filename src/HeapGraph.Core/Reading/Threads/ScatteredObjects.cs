using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>The objects that a dump without heap holds all the same, as far as threads lead to them: what their frames hold, what locks are of, and
/// their own.</summary>
/// <remarks>A walk of each stack.</remarks>
internal sealed class ScatteredObjects : IThreadObjects
{
    // https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/threads.h: somewhere in it there is a handle of the thread's own object.
    private const ulong NativeThreadBytes = 0x1000;

    // The word before the MethodTable.
    private const uint HeaderBytes = sizeof(uint);

    private readonly RuntimeDump _dump;
    private readonly SortedDictionary<ulong, HeapType> _types = [];

    private ScatteredObjects(RuntimeDump dump) => _dump = dump;

    public int Count => _types.Count;

    /// <summary>Of how many threads it could not be read what their frames hold.</summary>
    public int UnreadThreads { get; private set; }

    /// <summary>Finds them.</summary>
    public static ScatteredObjects Of(RuntimeDump dump, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var found = new ScatteredObjects(dump);
        var threads = dump.Runtime.Threads.Where(thread => thread.IsAlive).ToArray();
        foreach (var (number, thread) in threads.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new HeapReadProgress("Reading stacks", number, threads.Length, "threads") { IsInDac = true });
            found.AddLocals(thread);
        }

        if (!dump.LeftOut.Has(DacPieces.Locks))
        {
            found.Add(DacPieces.Locks, 0, () => dump.Runtime.Heap.EnumerateSyncBlocks().Select(block => block.Object));
        }

        if (!dump.LeftOut.Has(DacPieces.ThreadNames))
        {
            found.Add(DacPieces.ThreadNames, 0, () => found.ObjectsOf(threads));
        }

        return found;
    }

    public HeapType? TypeOf(ulong address) => _types.GetValueOrDefault(address);

    public IEnumerable<ulong> OfTypes(Func<string, bool> isWanted, Action<int>? tick) => _types.Where(known => isWanted(known.Value.Name)).Select(known => known.Key);

    public IEnumerable<ulong> WithOwners(CancellationToken cancellation) =>
        _types.Keys.Where(address => _dump.Image.TryRead(address - HeaderBytes, out uint header) && LockWords.MayHaveOwner(header));

    private void AddLocals(ClrThread thread)
    {
        // What the frames of a thread hold that is dispatching an exception is not asked for: that crashes the DAC (dotnet/runtime#124401).
        if (_dump.LeftOut.Has(DacPieces.StackWalks, thread.Address) || !Add(DacPieces.StackWalks, thread.Address, () => thread.CurrentException is null ? LocalsOf(thread) : []))
        {
            UnreadThreads++;
        }
    }

    private static IEnumerable<ulong> LocalsOf(ClrThread thread) => thread.EnumerateStackRoots().Where(root => !root.IsInterior).Select(root => root.Object.Address);

    private bool Add(DacPieces piece, ulong item, Func<IEnumerable<ulong>> objects)
    {
        DacCall.Enters(piece, item);
        try
        {
            foreach (var address in objects())
            {
                if (address != 0 && !_types.ContainsKey(address)
                    && _dump.Runtime.Heap.GetObjectType(address) is { } type && TypeNaming.Of(type, _dump.Own) is { } named)
                {
                    _types[address] = named;
                }
            }

            return true;
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            return false;
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    private IEnumerable<ulong> ObjectsOf(IReadOnlyList<ClrThread> threads)
    {
        if ((_types.FirstOrDefault(known => known.Value.Name == FrameworkNames.Thread) is { Key: not 0 and var any }
            ? _dump.Runtime.Heap.GetObjectType(any) : _dump.Runtime.BaseClassLibrary.GetTypeByName(FrameworkNames.Thread)) is not { } type)
        {
            yield break;
        }

        foreach (var thread in threads)
        {
            for (var at = thread.Address; at < thread.Address + NativeThreadBytes; at += sizeof(ulong))
            {
                if (_dump.Image.TryRead(at, out ulong handle) && _dump.Image.TryRead(handle, out ulong address)
                    && _dump.Image.TryRead(address, out ulong methodTable) && (methodTable & MethodTableFacts.AddressMask) == type.MethodTable)
                {
                    yield return address;
                }
            }
        }
    }
}

using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots.ThreadStatics;

/// <summary>The slots of static fields that each thread has of its own.</summary>
/// <remarks>Read from memory: the DAC takes the handles by which a thread has those of a collectible type, and of one whose class constructor was
/// running, for addresses in its own process, and crashes. It is asked once, for a field of an ordinary type, whether memory was read
/// right; and where memory tells nothing (.NET 8), but never of a collectible type.</remarks>
internal sealed class ThreadStaticFields(ClrRuntime runtime, MemoryImage image, RootList roots, Func<IReadOnlyList<GcHandle>> handles, LeftOut leftOut)
{
    private readonly HashSet<ulong> _unread = [];
    private bool? _hasAnyData;
    private bool? _isRight;   // null until the DAC has said so

    /// <summary>The threads, with what memory tells of each.</summary>
    public (ClrThread Thread, ThreadLocalData? Data)[] Threads => field ??=
        [.. runtime.Threads.Where(thread => thread.IsAlive).Select(thread => (thread, ThreadLocalData.Of(thread, image, roots.Addresses)))];

    private bool HasAnyData => _hasAnyData ??= Threads.Any(thread => thread.Data is not null);

    private HashSet<ulong> Handles => field ??= [.. handles().Where(handle => handle.Kind is GcHandleKind.WeakLong or GcHandleKind.Strong).Select(handle => handle.Address)];

    /// <summary>What is missing, as a sentence; null for nothing.</summary>
    public string? Warning => _unread.Count == 0 ? null
        : $"The thread static fields of {(_unread.Count == 1 ? "1 collectible type" : $"{_unread.Count:N0} collectible types")} could not be read: "
            + "what they hold counts as held by its load context, without the fields' names.";

    /// <summary>Where a thread has a field.</summary>
    /// <returns>0 where it has none, and where that can't be read.</returns>
    public ulong SlotOf((ClrThread Thread, ThreadLocalData? Data) thread, ClrType type, ClrThreadStaticField field)
    {
        // A thread that has run nothing yet has no data, and no fields.
        var slot = thread.Data is { } data ? SlotIn(data, type, field) : HasAnyData ? 0 : null;
        if (type.IsCollectible)
        {
            if (slot is null)
            {
                _unread.Add(type.MethodTable);
            }

            return slot ?? 0;
        }

        if (_isRight is null && slot is not (null or 0) && IsSettled(thread.Data!, type) && SlotOfDac(thread.Thread, type, field) is not 0 and var known)
        {
            _isRight = known == slot;
        }

        return slot is { } found && _isRight != false ? found : SlotOfDac(thread.Thread, type, field);
    }

    /// <summary>Whether the fields stand where the DAC can look for them.</summary>
    private bool IsSettled(ThreadLocalData data, ClrType type) => TypeNumber.Of(type.MethodTable, image) is { } number && data.ElementAt(number.Place) is not (null or 0);

    private ulong SlotOfDac(ClrThread thread, ClrType type, ClrThreadStaticField field)
    {
        if (leftOut.Has(DacPieces.ThreadStaticFields, type.MethodTable))
        {
            return 0;
        }

        DacCall.Enters(DacPieces.ThreadStaticFields, type.MethodTable);
        return field.GetAddress(thread);
    }

    /// <returns>Null where what is read can't be that.</returns>
    private ulong? SlotIn(ThreadLocalData data, ClrType type, ClrThreadStaticField field)
    {
        if (TypeNumber.Of(type.MethodTable, image) is not { } number)
        {
            return null;
        }

        if (number.IsNone)
        {
            return 0;
        }

        if (!number.IsFor(type.IsCollectible) || data.ObjectOf(number, Handles.Contains) is not { } holder)
        {
            return null;
        }

        var slot = holder + (uint)field.Offset;
        return holder == 0 ? 0 : roots.Addresses.IndexOf(holder) is >= 0 and var index && roots.ObjectAround(slot) == index ? slot : null;
    }
}

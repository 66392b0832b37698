using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>What threads wait for: by the methods on top of their stacks, and by what these hold in their arguments and locals.</summary>
/// <param name="dump">The dump.</param>
/// <param name="objects">Its objects.</param>
/// <param name="locks">The locks that are held, by the objects that are locked.</param>
internal sealed class Waits(RuntimeDump dump, IThreadObjects objects, IReadOnlyDictionary<ulong, HeapLock> locks)
{
    private readonly FieldReader _fields = new(dump.Runtime, dump.Image);
    private Dictionary<ulong, ulong>? _handleBySafe;

    /// <summary>What a thread waits for; null where it does not wait.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="frames">Its frames.</param>
    /// <param name="roots">What these hold; empty where the DAC is not asked.</param>
    public HeapWait? Of(ClrThread thread, IReadOnlyList<WalkedFrame> frames, Func<IEnumerable<ClrStackRoot>> roots)
    {
        if (FrameworkWaits.Of([.. frames.Select(frame => frame.Named.Method)]) is not var (wait, at))
        {
            return null;
        }

        var found = new HeapWait(wait.Kind, frames[at].Named.Method);
        var address = wait.Kind is HeapWaitKind.Work or HeapWaitKind.Time or HeapWaitKind.Input ? 0
            : ObjectOf(thread, wait, [.. frames.Take(at + 2)], at, roots());
        address = wait.Type == FrameworkWaits.SafeHandle ? HandleAround(address) : address;
        return address == 0 ? found : found with
        {
            Address = address,
            Type = objects.TypeOf(address),
            Owner = wait.Kind == HeapWaitKind.Thread ? IdOf(address) : locks.GetValueOrDefault(address)?.Owner,
        };
    }

    /// <summary>The one object of the wanted kind in the outermost frame of the wait, else in those inside it; a lock else in its caller's, who is to let it go again.
    /// 0 where none or several are.</summary>
    private ulong ObjectOf(ClrThread thread, FrameworkWait wait, WalkedFrame[] frames, int outermost, IEnumerable<ClrStackRoot> roots)
    {
        var rootsByFrame = roots.Where(root => !root.IsInterior && root.Object.IsValid && IsWanted(root.Object))
            .GroupBy(root => Array.FindIndex(frames, frame => IsSame(frame.Frame, root.StackFrame) || (frame.Note is { } note && IsSame(note, root.StackFrame))))
            .ToDictionary(held => held.Key, held => held.Select(root => root.Object.Address).Distinct().ToArray());
        var order = Enumerable.Range(0, outermost + 1).Reverse().Concat(wait.Kind == HeapWaitKind.Lock ? [outermost + 1] : []);
        return order.Select(number => rootsByFrame.GetValueOrDefault(number)).FirstOrDefault(held => held is not null) is [var only] ? only : 0;

        bool IsWanted(ClrObject held) => wait switch
        {
            { Type: { } type } => IsOf(held.Type, type),
            { Kind: HeapWaitKind.Lock } => locks.TryGetValue(held.Address, out var known) && known.Owner != thread.ManagedThreadId,

            // What the wait itself is made of is not what somebody pulses.
            _ => held.Type?.Name?.StartsWith("System.Threading.", StringComparison.Ordinal) == false,
        };
    }

    private static bool IsSame(ClrStackFrame frame, ClrStackFrame? other) =>
        ReferenceEquals(frame, other) || (frame.StackPointer == other?.StackPointer && frame.InstructionPointer == other.InstructionPointer);

    private static bool IsOf(ClrType? type, string wanted)
    {
        while (type is not null && DefinitionName.InSource(type.Name) != wanted)
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    /// <summary>The wait handle that a safe handle belongs to; 0 where none is known.</summary>
    private ulong HandleAround(ulong safe)
    {
        if (safe != 0 && _handleBySafe is null)
        {
            _handleBySafe = [];
            foreach (var handle in objects.OfTypes(FrameworkWaits.Handles.Contains))
            {
                if (_fields.ReadObject(dump.Runtime.Heap.GetObject(handle), FrameworkWaits.HandleField) is { } inside)
                {
                    _handleBySafe[inside.Address] = handle;
                }
            }
        }

        return _handleBySafe?.GetValueOrDefault(safe) ?? 0;
    }

    // The managed id of the thread that a Thread object stands for.
    private int? IdOf(ulong thread) => dump.Runtime.Heap.GetObject(thread) is { Type: not null } found ? _fields.ReadInt32(found, "_managedThreadId") : null;
}

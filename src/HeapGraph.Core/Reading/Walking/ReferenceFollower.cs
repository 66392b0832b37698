using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Follows references from object to object in the target's memory. One per worker.</summary>
internal sealed unsafe class ReferenceFollower(
    SharedStacks<PendingObject> stacks, MetObjects objects, MethodTableCache methodTables, DependentValues dependents, bool[]? wanted)
{
    private const int Ahead = 16;   // a power of two: objects on their way from memory while others are looked at
    private const int StepsBetweenLooks = 1024;
    private const long MostBytesAtOnce = 1 << 15;   // of an array; the rest waits, for any worker

    private PendingObject[] _pending = new PendingObject[4096];
    private int _count;
    private ulong _lastMethodTable;
    private MethodTableFacts _lastFacts = null!;
    private bool _onlyCounts;   // references are checked but not followed

    /// <summary>Where those of the wanted MethodTables stand in our memory that were followed; of an object that two followers visited, twice.</summary>
    public List<nint> Wanted { get; } = [];

    /// <summary>The objects that were counted as unreachable.</summary>
    public ObjectTally Unreachable { get; } = new();

    /// <summary>Bytes that these take where they lie, with what aligns those behind them.</summary>
    public long UnreachableBytes { get; private set; }

    /// <summary>References to places where no object starts; of an object that two followers visited, twice.</summary>
    public long DanglingReferences { get; private set; }

    /// <summary>Follows references until no worker has any left.</summary>
    public void Follow()
    {
        var ahead = stackalloc PendingObject[Ahead];
        while (stacks.Take(ref _pending) is > 0 and var taken)
        {
            _count = taken;
            new Span<PendingObject>(ahead, Ahead).Clear();
            var (steps, empty) = (0, 0);
            while ((_count > 0 || empty < Ahead) && !stacks.IsStopped)
            {
                var next = _count > 0 ? _pending[--_count] : default;
                if (next.At != 0 && Sse.IsSupported)
                {
                    Sse.Prefetch0((void*)next.At);
                    // Many objects reach into the next line, or what they refer to lies there.
                    Sse.Prefetch0((void*)(next.At + 64));
                }

                ref var slot = ref ahead[steps++ & (Ahead - 1)];
                var current = slot;
                slot = next;
                empty = next.At == 0 ? empty + 1 : 0;
                if (current.At != 0)
                {
                    Visit(current);
                }

                if ((steps & (StepsBetweenLooks - 1)) == 0)
                {
                    stacks.ShareIfWanted(_pending, ref _count);
                }
            }
        }
    }

    /// <summary>Counts an object that nothing keeps alive, and its references that lead nowhere.</summary>
    /// <param name="at">Where it stands in our memory.</param>
    public void CountUnreachable(nint at)
    {
        var facts = FactsOf((byte*)at);
        Unreachable.MakeRoomFor(facts.Index);
        Unreachable.ObjectsByMethodTable[facts.Index]++;
        var bytes = facts.Layout.BytesOf(facts.HasLength ? *(uint*)(at + 8) : 0);
        UnreachableBytes += Aligned(bytes);
        if (facts.HasLength)
        {
            Unreachable.VariableBytesByMethodTable[facts.Index] += bytes;
        }

        CountDangling(at);
    }

    /// <summary>Bytes that an object takes where it lies, with what aligns the one behind it.</summary>
    /// <param name="at">Where it stands in our memory.</param>
    /// <param name="methodTables">The types.</param>
    public static long BytesAt(nint at, MethodTableCache methodTables) => Aligned(SizeAt(at, methodTables));

    /// <summary>An object's size as the runtime counts it.</summary>
    /// <param name="at">Where it stands in our memory.</param>
    /// <param name="methodTables">The types.</param>
    public static long SizeAt(nint at, MethodTableCache methodTables)
    {
        var facts = methodTables.Find(*(ulong*)at & MethodTableFacts.AddressMask)!;
        return facts.Layout.BytesOf(facts.HasLength ? *(uint*)(at + 8) : 0);
    }

    /// <summary>Counts the references of an object that lead nowhere.</summary>
    /// <param name="at">Where it stands in our memory.</param>
    public void CountDangling(nint at)
    {
        _onlyCounts = true;
        Visit(new PendingObject(at, 0));
        while (_count > 0)
        {
            Visit(_pending[--_count]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MethodTableFacts FactsOf(byte* at)
    {
        var methodTable = *(ulong*)at & MethodTableFacts.AddressMask;
        if (methodTable != _lastMethodTable)
        {
            _lastFacts = methodTables.Find(methodTable)!;
            _lastMethodTable = methodTable;
        }

        return _lastFacts;
    }

    private static long Aligned(long bytes) => (bytes + 7) & ~7L;

    private void Visit(PendingObject pending)
    {
        var at = (byte*)pending.At;
        var facts = FactsOf(at);
        if (wanted is not null && wanted[facts.Index] && pending.From == 0 && !_onlyCounts)
        {
            Wanted.Add(pending.At);
        }

        if (facts.HasReferences)
        {
            var length = facts.HasLength ? *(uint*)(at + 8) : 0;
            var bytes = facts.Layout.BytesOf(length);
            foreach (ref readonly var series in facts.Series.AsSpan())
            {
                var end = Math.Min(series.Start + series.BytesLessSize + bytes, bytes);
                var first = Math.Max(series.Start, pending.From);
                if (end - first > MostBytesAtOnce && facts.HasLength && facts.Series.Length == 1)
                {
                    end = first + MostBytesAtOnce;
                    Push(new PendingObject(pending.At, end));
                }

                // Backwards: what is pushed last is looked at first, and objects tend to lie in the order of the slots.
                for (var slot = first + ((end - first) & ~7L) - 8; slot >= first; slot -= 8)
                {
                    Meet(*(ulong*)(at + slot));
                }
            }

            if (facts.ElementRuns.Length > 0 && length > 0)
            {
                VisitElements(pending, facts, bytes);
            }

            if (facts.LoaderAllocator != 0 && pending.From == 0)
            {
                Meet(facts.LoaderAllocator);
            }
        }

        if (dependents.Of(pending.At) is { } values && pending.From == 0 && !_onlyCounts)
        {
            values.ForEach(Meet);
        }
    }

    private void VisitElements(PendingObject pending, MethodTableFacts facts, long bytes)
    {
        // The last 8 bytes that count as the array's lie under the header of the object behind it.
        var end = bytes - 8;
        var first = Math.Max(facts.ElementPointersStart, pending.From);
        if (end - first > MostBytesAtOnce && facts.ElementBytes <= MostBytesAtOnce)
        {
            end = first + MostBytesAtOnce / facts.ElementBytes * facts.ElementBytes;
            Push(new PendingObject(pending.At, end));
        }

        for (var offset = first; offset + 8 <= end;)
        {
            foreach (ref readonly var run in facts.ElementRuns.AsSpan())
            {
                for (var count = run.Pointers; count > 0 && offset + 8 <= end; count--, offset += 8)
                {
                    Meet(*(ulong*)(pending.At + (nint)offset));
                }

                offset += run.SkipBytes;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Meet(ulong reference)
    {
        if (reference == 0)
        {
            return;
        }

        if (_onlyCounts)
        {
            DanglingReferences += objects.IsObject(reference) ? 0 : 1;
        }
        else if (!objects.Meet(reference, out var at))
        {
            DanglingReferences++;
        }
        else if (at != 0)
        {
            Push(new PendingObject(at, 0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(PendingObject pending)
    {
        if (_count == _pending.Length)
        {
            Array.Resize(ref _pending, (int)Math.Min(Array.MaxLength, _pending.Length * 2L));
        }

        _pending[_count++] = pending;
    }
}

/// <summary>An object to be looked at.</summary>
/// <param name="At">Where it stands in our memory.</param>
/// <param name="From">From which of its bytes on: 0, or within an array.</param>
internal readonly record struct PendingObject(nint At, long From);

using System.Runtime.CompilerServices;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Every MethodTable that the walk has met, by address. What is no MethodTable is remembered too.</summary>
/// <remarks>Look-ups take no lock: the table is replaced as a whole when it grows, and an entry's value is written
/// before its key. Additions take a lock, once per type.</remarks>
/// <param name="image">The target's memory.</param>
/// <param name="freeMethodTable">MethodTable of free blocks.</param>
/// <param name="isMethodTable">The debugger's own check (the DAC); called under the lock, once per address.</param>
internal sealed class MethodTableCache(MemoryImage image, ulong freeMethodTable, Func<ulong, bool> isMethodTable)
{
    private const int MaxRejected = 1 << 20, MaxDoubted = 1 << 16;
    private readonly Lock _lock = new();
    private readonly List<MethodTableFacts> _known = [];
    private readonly Dictionary<ulong, MethodTableFacts> _doubted = [];
    private HashSet<ulong> _rejected = [];
    private Entry[] _entries = new Entry[1 << 12];

    /// <summary>All MethodTables by <see cref="MethodTableFacts.Index"/>.</summary>
    public IReadOnlyList<MethodTableFacts> Known => _known;

    /// <summary>How many are MethodTables by the objects around theirs only.</summary>
    public int BelievedCount { get; private set; }

    /// <summary>The facts of a MethodTable.</summary>
    /// <param name="address">Where it stands.</param>
    /// <param name="seenAt">The object that names it, if one does.</param>
    /// <returns>Null when there is none at that address.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MethodTableFacts? Find(ulong address, ulong seenAt = 0)
    {
        var entries = Volatile.Read(ref _entries);
        for (var slot = SlotOf(address, entries.Length); ; slot = (slot + 1) & (entries.Length - 1))
        {
            var key = Volatile.Read(ref entries[slot].Key);
            // First: where 0 is asked for, the value of an entry that is being written is none of its.
            if (key == 0)
            {
                return Add(address, seenAt);
            }

            if (key == address)
            {
                return entries[slot].Facts;
            }
        }
    }

    /// <summary>The facts of what could be a MethodTable by itself, but is none for the debugger, since what it leads to is damaged.</summary>
    public MethodTableFacts? Doubted(ulong address)
    {
        lock (_lock)
        {
            return _doubted.GetValueOrDefault(address);
        }
    }

    /// <summary>Takes a doubted MethodTable for one from now on.</summary>
    public void Believe(MethodTableFacts doubted)
    {
        lock (_lock)
        {
            if (_doubted.Remove(doubted.Address))
            {
                BelievedCount++;
                _rejected.Remove(doubted.Address);
                Register(doubted);
            }
        }
    }

    /// <summary>Where to look for an address first in a table of a length, a power of 2.</summary>
    internal static int SlotOf(ulong address, int length) =>
        (int)((address * 0x9E3779B97F4A7C15) >> 40) & (length - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MethodTableFacts? Add(ulong address, ulong seenAt)
    {
        // 0 marks an empty entry.
        if (address < MethodTableFacts.LeastAddress || (address & 7) != 0)
        {
            return null;
        }

        lock (_lock)
        {
            for (var slot = SlotOf(address, _entries.Length); _entries[slot].Key != 0; slot = (slot + 1) & (_entries.Length - 1))
            {
                if (_entries[slot].Key == address)
                {
                    return _entries[slot].Facts;
                }
            }

            if (_rejected.Contains(address))
            {
                return null;
            }

            var facts = MethodTableFacts.Read(image, address, freeMethodTable);
            if (facts is null || (!facts.IsFree && !isMethodTable(address)))
            {
                // A damaged heap can offer any number of wrong addresses.
                if (_rejected.Count >= MaxRejected)
                {
                    _rejected = [];
                }

                _rejected.Add(address);
                if (facts is not null && _doubted.Count < MaxDoubted)
                {
                    _doubted[address] = facts;
                }

                return null;
            }

            facts.FirstSeen = seenAt;
            Register(facts);
            return facts;
        }
    }

    private void Register(MethodTableFacts facts)
    {
        facts.Index = _known.Count;
        _known.Add(facts);
        if (_known.Count * 2 > _entries.Length)
        {
            var larger = new Entry[_entries.Length * 2];
            foreach (var known in _known)
            {
                Place(larger, known);
            }

            Volatile.Write(ref _entries, larger);
        }
        else
        {
            Place(_entries, facts);
        }
    }

    private static void Place(Entry[] entries, MethodTableFacts facts)
    {
        var slot = SlotOf(facts.Address, entries.Length);
        while (entries[slot].Key != 0)
        {
            slot = (slot + 1) & (entries.Length - 1);
        }

        entries[slot].Facts = facts;
        Volatile.Write(ref entries[slot].Key, facts.Address);
    }

    private struct Entry
    {
        public ulong Key;
        public MethodTableFacts? Facts;
    }
}

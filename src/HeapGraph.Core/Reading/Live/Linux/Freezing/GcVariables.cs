using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>The collector's own variables in a running process, as it shows them to debuggers.</summary>
/// <remarks>No symbol says where they are, but the collector keeps a table of their addresses in the runtime's writable memory (GcDacVars in
/// gc/gcinterface.dac.h, in the order of gc/gcinterface.dacvars.def). It is versioned: within a major version entries are only added at
/// its end. The table is found by how it begins and by what its entries lead to.</remarks>
internal sealed class GcVariables
{
    private const int Word = sizeof(ulong);
    private const ulong NewestKnown = 15;   // major version; it is 2 in .NET 10
    private const ulong Generations = 5, LeastGeneration = 64, MostGeneration = 4096;   // how many there are, and bytes that one may take
    private const int MaxGeneration = 2, MostHeaps = 1024, MostSegments = 1 << 20;
    private const int MostBytes = 64 << 20;

    // Entries of the table.
    private const int GenerationBytes = 1, GenerationTable = 6, LastGeneration = 7, HeapCount = 22, Heaps = 23, StructuresInvalid = 24, HeapOffsets = 30, GenerationOffsets = 31;
    private const int Entries = 32;

    // What the offsets are of, and a segment's own (dac_heap_segment).
    private const int TableInHeap = 18, FirstSegmentInGeneration = 1;
    private const ulong Committed = 8, Memory = 32, Next = 48;

    private readonly LiveMemory _memory;
    private readonly ulong[] _table;

    private GcVariables(LiveMemory memory, ulong[] table) => (_memory, _table) = (memory, table);

    /// <summary>Where it counts what makes its heap impossible to walk (gc_structures_invalid_cnt).</summary>
    public ulong StructuresInvalidCount => _table[StructuresInvalid];

    /// <summary>Finds them; null where they are not as we know them.</summary>
    public static GcVariables? Find(LiveMemory memory, IReadOnlyList<MemoryMapping> mappings)
    {
        for (var index = 0; index < mappings.Count; index++)
        {
            // Behind the part of the library's data that is in the file comes the part that is not.
            var isData = mappings[index].Path.Length > 0 && mappings[index].Path == memory.RuntimePath;
            var isBehind = index > 0 && mappings[index].IsAnonymous && mappings[index - 1].Path == memory.RuntimePath && mappings[index - 1].End == mappings[index].Start;
            if ((isData || isBehind) && mappings[index].Access.StartsWith("rw", StringComparison.Ordinal) && FindIn(memory, mappings[index]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The heap's segments now, as far as they can be followed while the process runs: first address and the one after the last.</summary>
    public IEnumerable<(ulong Start, ulong End)> Segments()
    {
        var first = Offset(GenerationOffsets, FirstSegmentInGeneration);
        if (first < 0)
        {
            yield break;
        }

        var seen = new HashSet<ulong>();
        foreach (var table in GenerationTables())
        {
            for (var generation = 0UL; generation < Generations; generation++)
            {
                var segment = _memory.ReadPointer(table + generation * _table[GenerationBytes] + (ulong)first);
                while (segment != 0 && seen.Count < MostSegments && seen.Add(segment))
                {
                    yield return (_memory.ReadPointer(segment + Memory), _memory.ReadPointer(segment + Committed));
                    segment = _memory.ReadPointer(segment + Next);
                }
            }
        }
    }

    private static GcVariables? FindIn(LiveMemory memory, MemoryMapping mapping)
    {
        var buffer = new byte[Math.Min(mapping.Bytes, MostBytes)];
        var words = MemoryMarshal.Cast<byte, ulong>(buffer.AsSpan(0, memory.Read(mapping.Start, buffer)));
        for (var at = 0; at + Entries <= words.Length; at++)
        {
            if ((words[at] & 0xFF) is > 0 and <= NewestKnown && words[at] <= ushort.MaxValue
                && words[at + 1] is >= LeastGeneration and <= MostGeneration && words[at + 2] == Generations
                && new GcVariables(memory, words.Slice(at, Entries).ToArray()) is { IsSound: true } found)
            {
                return found;
            }
        }

        return null;
    }

    private bool IsSound => _memory.Read(_table[LastGeneration], out int last) && last == MaxGeneration && _memory.Read(StructuresInvalidCount, out int count) && count is >= 0 and <= MostHeaps;

    // One collector has its table by itself, one for servers has one in each of its heaps.
    private IEnumerable<ulong> GenerationTables()
    {
        if (_table[GenerationTable] != 0)
        {
            yield return _table[GenerationTable];
            yield break;
        }

        var (heaps, count, offset) = (_memory.ReadPointer(_table[Heaps]), _memory.Read<int>(_table[HeapCount]), Offset(HeapOffsets, TableInHeap));
        for (var index = 0; offset >= 0 && index < Math.Min(count, MostHeaps); index++)
        {
            if (_memory.ReadPointer(heaps + (ulong)(index * Word)) is not 0 and var heap)
            {
                yield return heap + (ulong)offset;
            }
        }
    }

    private int Offset(int entry, int index) => _table[entry] != 0 && _memory.Read(_table[entry] + (ulong)(index * sizeof(int)), out int offset) ? offset : -1;
}

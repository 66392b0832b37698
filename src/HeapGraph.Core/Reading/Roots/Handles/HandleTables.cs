using System.Buffers.Binary;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots.Handles;

/// <summary>Reads GC handles from the handle tables themselves. The DAC asks how many heaps there are to know how many
/// tables there are, and loses handles where Server GC has fewer heaps than processors (dotnet/runtime#124872).</summary>
internal sealed class HandleTables(MemoryImage image)
{
    private readonly byte[] _segment = new byte[HandleTableLayout.SegmentBytes];

    /// <summary>Whether tables were found that are too damaged to be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Handles of which the table says two things: what kind they are, or that they are free.</summary>
    public int DoubtfulCount { get; private set; }

    /// <param name="modules">Where the modules are loaded that may hold the GC.</param>
    /// <returns>Every handle that holds an object; empty when no table was found or one is damaged.</returns>
    public List<GcHandle> Read(IEnumerable<ulong> modules)
    {
        foreach (var module in modules)
        {
            if (HandleTableMap.Find(image, module) is var (layout, tables))
            {
                var handles = new List<GcHandle>();
                IsDamaged = !Array.TrueForAll(tables, table => TryReadTable(table, layout, handles));
                return IsDamaged ? [] : handles;
            }
        }

        return [];
    }

    private bool TryReadTable(ulong table, HandleTableLayout layout, List<GcHandle> handles)
    {
        var seen = new HashSet<ulong>();
        for (var segment = layout.FirstSegmentOf(table, image) ?? 0; segment != 0; segment = Word((int)layout.NextSegment))
        {
            if (segment % HandleTableLayout.SegmentBytes != 0 || !seen.Add(segment))
            {
                return false;
            }

            // Only the part in use is committed.
            var bytes = image.Read(segment, _segment);
            if (bytes < HandleTableLayout.HeaderBytes || Word((int)layout.NextSegment + 8) != table)
            {
                return false;
            }

            _segment.AsSpan(bytes).Clear();
            var kinds = KindsByList(layout);
            for (var block = 0; block < HandleTableLayout.Blocks; block++)
            {
                var (kind, before) = (_segment[HandleTableLayout.BlockKinds + block], handles.Count);
                if (kinds[block] is { } listed && listed != kind)
                {
                    AddBlock(segment, block, (GcHandleKind)listed, handles);
                    DoubtfulCount += handles.Count - before;
                }
                else if (kind < layout.UserDataKind)
                {
                    AddBlock(segment, block, (GcHandleKind)kind, handles);
                }
                else if (kind > layout.UserDataKind && Word(HandleTableLayout.FreeMasks + 8 * block) != ulong.MaxValue)
                {
                    // Rather alive than lost.
                    AddBlock(segment, block, GcHandleKind.Strong, handles);
                    DoubtfulCount += handles.Count - before;
                }
            }
        }

        return true;
    }

    /// <summary>What kind each block is of by the lists of blocks, which the table keeps too; null where those do not tell.</summary>
    private byte?[] KindsByList(HandleTableLayout layout)
    {
        var kinds = new byte?[HandleTableLayout.Blocks];
        var listings = new int[HandleTableLayout.Blocks];
        for (byte kind = 0; kind < layout.UserDataKind; kind++)
        {
            var last = _segment[HandleTableLayout.Tails + kind];
            var block = last;
            for (var steps = 0; block < HandleTableLayout.Blocks && steps < HandleTableLayout.Blocks; steps++)
            {
                kinds[block] = kind;
                listings[block]++;
                block = _segment[HandleTableLayout.Allocation + block];
                if (block == last)
                {
                    break;
                }
            }
        }

        for (var block = 0; block < HandleTableLayout.Blocks; block++)
        {
            kinds[block] = listings[block] == 1 ? kinds[block] : null;
        }

        return kinds;
    }

    private void AddBlock(ulong segment, int block, GcHandleKind kind, List<GcHandle> handles)
    {
        var free = Word(HandleTableLayout.FreeMasks + 8 * block);
        var dataBlock = kind == GcHandleKind.Dependent ? _segment[HandleTableLayout.UserData + block] : byte.MaxValue;
        for (var index = 0; index < HandleTableLayout.HandlesPerBlock; index++)
        {
            var at = OffsetOf(block, index);
            if ((free >> index & 1) == 0 && Word(at) is var held and not 0)
            {
                var second = dataBlock < HandleTableLayout.Blocks ? Word(OffsetOf(dataBlock, index)) : 0;
                handles.Add(new GcHandle(segment + (ulong)at, kind, held, second));
            }
        }
    }

    private static int OffsetOf(int block, int index) =>
        HandleTableLayout.HeaderBytes + 8 * (block * HandleTableLayout.HandlesPerBlock + index);

    private ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_segment.AsSpan(offset));
}

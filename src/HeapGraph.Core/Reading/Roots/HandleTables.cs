using System.Buffers.Binary;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Reads GC handles from the handle tables themselves. The DAC asks how many heaps there are to know how many
/// tables there are, and loses handles where Server GC has fewer heaps than processors (dotnet/runtime#124872).</summary>
internal sealed class HandleTables(MemoryImage image)
{
    private readonly byte[] _segment = new byte[HandleTableLayout.SegmentBytes];

    /// <param name="modules">Where the modules are loaded that may hold the GC.</param>
    /// <returns>Every handle that holds an object; empty when no table was found or one is damaged.</returns>
    public List<GcHandle> Read(IEnumerable<ulong> modules)
    {
        foreach (var module in modules)
        {
            if (HandleTableMap.Find(image, module) is var (layout, tables))
            {
                var handles = new List<GcHandle>();
                return Array.TrueForAll(tables, table => TryReadTable(table, layout, handles)) ? handles : [];
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
            for (var block = 0; block < HandleTableLayout.Blocks; block++)
            {
                var kind = _segment[HandleTableLayout.BlockKinds + block];
                if (kind < layout.UserDataKind)
                {
                    AddBlock(segment, block, (GcHandleKind)kind, handles);
                }
            }
        }

        return true;
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

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>The frame of an ELF core: its header, and the notes with the table of what is where, which stand together anywhere in the file.</summary>
/// <remarks>Source of the layout: the System V ABI, chapters 4 and 5; from 65,535 program headers on their number stands in the first
/// section header.</remarks>
internal static class CoreHeader
{
    public const int Bytes = 64;

    private const int TableEntryBytes = 56, SectionBytes = 64, ExtendedCount = 0xFFFF;

    /// <summary>How long the notes and the table are.</summary>
    public static int TableBytes(int segments, byte[] notes) => TableIn(notes) + (segments + 1) * TableEntryBytes + SectionBytes;

    /// <summary>The notes, then the table.</summary>
    public static byte[] TableOf(IReadOnlyList<CoreSegment> segments, byte[] notes, long offset)
    {
        var start = TableIn(notes);
        var table = new byte[TableBytes(segments.Count, notes)];
        notes.CopyTo(table, 0);
        Entry(table.AsSpan(start), type: 4, flags: 0, new CoreSegment(0, (ulong)notes.Length, offset, 0), memoryBytes: 0, alignment: 4);
        for (var index = 0; index < segments.Count; index++)
        {
            Entry(
                table.AsSpan(start + (index + 1) * TableEntryBytes), type: 1, segments[index].Flags, segments[index], segments[index].Bytes, OwnPages.PageBytes);
        }

        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(table.Length - SectionBytes + 44), segments.Count + 1);   // sh_info
        return table;
    }

    /// <summary>The first bytes of the file.</summary>
    public static byte[] HeadOf(int segments, byte[] notes, long tableOffset)
    {
        var (head, count) = (new byte[Bytes], segments + 1);
        ReadOnlySpan<byte> identity = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identity.CopyTo(head);
        var at = head.AsSpan();
        BinaryPrimitives.WriteInt16LittleEndian(at[16..], 4);   // ET_CORE
        BinaryPrimitives.WriteInt16LittleEndian(at[18..], (short)(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62));
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], 1);
        var table = tableOffset + TableIn(notes);
        BinaryPrimitives.WriteInt64LittleEndian(at[32..], table);
        BinaryPrimitives.WriteInt16LittleEndian(at[52..], Bytes);
        BinaryPrimitives.WriteInt16LittleEndian(at[54..], TableEntryBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(at[56..], (ushort)Math.Min(count, ExtendedCount));
        if (count >= ExtendedCount)
        {
            BinaryPrimitives.WriteInt64LittleEndian(at[40..], table + (long)count * TableEntryBytes);
            BinaryPrimitives.WriteInt16LittleEndian(at[58..], SectionBytes);
            BinaryPrimitives.WriteInt16LittleEndian(at[60..], 1);
        }

        return head;
    }

    private static int TableIn(byte[] notes) => (notes.Length + 7) & ~7;

    private static void Entry(Span<byte> at, int type, uint flags, CoreSegment segment, ulong memoryBytes, ulong alignment)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, type);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], flags);
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], segment.Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(at[16..], segment.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(at[32..], segment.Bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(at[40..], memoryBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(at[48..], alignment);
    }
}

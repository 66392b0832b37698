using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>The frame of an ELF core: its header, and the notes with the table of what is where, which stand together anywhere in the file.</summary>
internal static class CoreHeader
{
    /// <summary>How long the notes and the table are.</summary>
    public static int TableBytes(int segments, byte[] notes) => TableIn(notes) + (segments + 1) * ElfProgramHeader.Bytes + ElfSectionHeader.Bytes;

    /// <summary>The notes, then the table, and a section header with the number of its entries.</summary>
    public static byte[] TableOf(IReadOnlyList<CoreSegment> segments, byte[] notes, long offset)
    {
        var (start, count) = (TableIn(notes), segments.Count + 1);
        var table = new byte[TableBytes(segments.Count, notes)];
        notes.CopyTo(table, 0);
        var parts = MemoryMarshal.Cast<byte, ElfProgramHeader>(table.AsSpan(start, count * ElfProgramHeader.Bytes));
        parts[0] = new ElfProgramHeader { Type = ElfProgramHeader.Notes, Offset = (ulong)offset, FileBytes = (ulong)notes.Length, Alignment = 4 };
        for (var index = 0; index < segments.Count; index++)
        {
            var segment = segments[index];
            parts[index + 1] = new ElfProgramHeader
            {
                Type = ElfProgramHeader.Memory,
                Flags = segment.Flags,
                Offset = (ulong)segment.Offset,
                Address = segment.Address,
                FileBytes = segment.Bytes,
                MemoryBytes = segment.Bytes,
                Alignment = OwnPages.PageBytes,
            };
        }

        MemoryMarshal.Write(table.AsSpan(table.Length - ElfSectionHeader.Bytes), new ElfSectionHeader { EntryCount = (uint)count });
        return table;
    }

    /// <summary>The first bytes of the file.</summary>
    public static byte[] HeadOf(int segments, byte[] notes, long tableOffset)
    {
        var head = new byte[ElfHeader.Bytes];
        MemoryMarshal.Write(head, ElfHeader.OfCore((ulong)(tableOffset + TableIn(notes)), segments + 1));
        return head;
    }

    private static int TableIn(byte[] notes) => (notes.Length + 7) & ~7;
}

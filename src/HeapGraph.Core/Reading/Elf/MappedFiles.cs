using System.Runtime.InteropServices;
using System.Text;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>Which files a core dump says that its process had mapped, and where.</summary>
/// <remarks>Layout: NT_FILE of fs/binfmt_elf.c: their number, the bytes of a page, three words for each, then their paths.</remarks>
internal static class MappedFiles
{
    private const uint Type = 0x46494C45;
    private const int HeadBytes = 16, EntryBytes = 24;

    /// <summary>Each mapping of a file, ascending, with the place of its first byte in it.</summary>
    /// <param name="notes">The notes of a core.</param>
    public static List<(AddressRange Range, ulong Offset, string Path)> In(ReadOnlySpan<byte> notes)
    {
        var found = new List<(AddressRange, ulong, string)>();
        var note = ElfNotes.Find(notes, "CORE\0"u8, Type);
        if (note.Length < HeadBytes || MemoryMarshal.Read<ulong>(note) is var count && count > (ulong)(note.Length - HeadBytes) / EntryBytes)
        {
            return found;
        }

        var pageBytes = MemoryMarshal.Read<ulong>(note[8..]);
        var entries = note[HeadBytes..];
        var names = note[(HeadBytes + (int)count * EntryBytes)..];
        for (var index = 0; index < (int)count && names.IndexOf((byte)0) is >= 0 and var length; index++)
        {
            var entry = MemoryMarshal.Cast<byte, ulong>(entries.Slice(index * EntryBytes, EntryBytes));
            if (entry[0] < entry[1])
            {
                found.Add((new AddressRange(entry[0], entry[1]), entry[2] * pageBytes, Encoding.UTF8.GetString(names[..length])));
            }

            names = names[(length + 1)..];
        }

        found.Sort((one, other) => one.Item1.Start.CompareTo(other.Item1.Start));
        return found;
    }
}

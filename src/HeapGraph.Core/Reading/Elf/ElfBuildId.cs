using System.Buffers.Binary;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>Reads the build-id of an ELF file: what tells one build of a library from another.</summary>
internal static class ElfBuildId
{
    /// <returns>The build-id, empty when the file has none or can't be read.</returns>
    public static byte[] Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var header = Bytes(file, 0, 64);
            var (tableOffset, entryBytes, count) = (
                BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32)),
                BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54)),
                BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56)));
            for (var index = 0; index < count; index++)
            {
                var entry = Bytes(file, tableOffset + index * entryBytes, 56);
                if (BinaryPrimitives.ReadUInt32LittleEndian(entry) == 4
                    && InNotes(Bytes(file, BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(8)),
                        (int)Math.Min(1 << 16, BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(32))))) is { } found)
                {
                    return found;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file that can't be read has no build-id that could match.
        }

        return [];
    }

    private static byte[]? InNotes(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 12)
        {
            var nameBytes = BinaryPrimitives.ReadInt32LittleEndian(notes);
            var valueBytes = BinaryPrimitives.ReadInt32LittleEndian(notes[4..]);
            var value = 12 + ((nameBytes + 3) & ~3);
            if (nameBytes < 0 || valueBytes < 0 || value + valueBytes > notes.Length)
            {
                return null;
            }

            if (BinaryPrimitives.ReadInt32LittleEndian(notes[8..]) == 3 && notes[12..].StartsWith("GNU\0"u8))
            {
                return notes.Slice(value, valueBytes).ToArray();
            }

            notes = notes[Math.Min(notes.Length, value + ((valueBytes + 3) & ~3))..];
        }

        return null;
    }

    private static byte[] Bytes(FileStream file, long offset, int count)
    {
        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}

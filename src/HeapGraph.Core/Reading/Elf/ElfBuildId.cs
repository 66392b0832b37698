using HeapGraph.Core.Files;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>Reads the build-id of an ELF file: what tells one build of a library from another.</summary>
internal static class ElfBuildId
{
    private const int MostBytes = 64 << 10, MostParts = 64;   // no library has more
    private const uint BuildId = 3;   // NT_GNU_BUILD_ID

    /// <returns>The build-id, empty when the file has none or can't be read.</returns>
    public static byte[] Of(string path)
    {
        try
        {
            using var file = RegularFile.TryRead(path);
            if (file is not null && ElfFile.Of(file) is { } elf)
            {
                var parts = 0;
                foreach (var part in elf.Parts())
                {
                    if (parts++ == MostParts)
                    {
                        break;
                    }

                    if (part.Type == ElfProgramHeader.Notes && ElfNotes.Find(elf.Contents(part, MostBytes), "GNU\0"u8, BuildId) is { Length: > 0 } found)
                    {
                        return found.ToArray();
                    }
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file that can't be read has no build-id that could match.
        }

        return [];
    }
}

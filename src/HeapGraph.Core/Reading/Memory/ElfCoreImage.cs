using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>The memory image of an ELF core dump (createdump, gcore, the kernel).</summary>
/// <remarks>Only what the file really holds becomes a run: segments longer in memory than in the file, and all that
/// lies past the end of a cut file, end early. Source of the layout: the System V ABI, chapter 5; for more than
/// 65,534 program headers the count stands in the first section header.</remarks>
internal static unsafe class ElfCoreImage
{
    private const int HeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;
    private const int SectionHeaderBytes = 64;
    private const ushort ExtendedCount = 0xFFFF;
    private const uint LoadSegment = 1;

    /// <summary>The image of a mapped dump, which it owns from then on.</summary>
    /// <exception cref="HeapReadException">The file is no ELF core of a 64-bit process.</exception>
    public static MemoryImage Of(IMappedBytes file, string path) => new(LoadSegments(file, path), file);

    private static List<MemoryRun> LoadSegments(IMappedBytes file, string path)
    {
        var bytes = (ulong)file.Bytes;
        if (bytes < HeaderBytes || *(uint*)file.Pointer != 0x464C457F || file.Pointer[4] != 2)
        {
            throw new HeapReadException(
                $"'{path}' is not a 64-bit ELF core dump.", HeapReadException.CollectAgain);
        }

        var tableOffset = *(ulong*)(file.Pointer + 32);
        var entryBytes = *(ushort*)(file.Pointer + 54);
        ulong count = *(ushort*)(file.Pointer + 56);
        if (count == ExtendedCount)
        {
            var sections = *(ulong*)(file.Pointer + 40);
            if (sections <= bytes - SectionHeaderBytes)
            {
                count = *(uint*)(file.Pointer + sections + 44);   // sh_info
            }
        }

        var runs = new List<MemoryRun>();
        if (entryBytes < ProgramHeaderBytes || tableOffset > bytes)
        {
            return runs;
        }

        count = Math.Min(count, (bytes - tableOffset) / entryBytes);
        for (var index = 0UL; index < count; index++)
        {
            var header = (ProgramHeader*)(file.Pointer + tableOffset + index * entryBytes);
            if (header->Type != LoadSegment || header->FileOffset >= bytes)
            {
                continue;
            }

            var held = Math.Min(Math.Min(header->FileBytes, header->MemoryBytes), bytes - header->FileOffset);
            if (held > 0 && header->Address + held > header->Address)
            {
                runs.Add(new MemoryRun(header->Address, header->Address + held, (nint)(file.Pointer + header->FileOffset)));
            }
        }

        return runs;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProgramHeader
    {
        public readonly uint Type;
        public readonly uint Flags;
        public readonly ulong FileOffset;
        public readonly ulong Address;
        public readonly ulong PhysicalAddress;
        public readonly ulong FileBytes;
        public readonly ulong MemoryBytes;
        public readonly ulong Alignment;
    }
}

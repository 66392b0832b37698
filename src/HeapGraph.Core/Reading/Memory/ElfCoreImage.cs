using HeapGraph.Core.Reading.Elf;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>The memory image of an ELF core dump (createdump, gcore, the kernel).</summary>
/// <remarks>Only what the file really holds becomes a run: segments longer in memory than in the file, and all that
/// lies past the end of a cut file, end early.</remarks>
internal static unsafe class ElfCoreImage
{
    /// <summary>The image of a mapped dump, which it owns from then on.</summary>
    /// <exception cref="HeapReadException">The file is no ELF core of a 64-bit process.</exception>
    public static MemoryImage Of(IMappedBytes file, string path) => new(Runs(file, path), file);

    private static List<MemoryRun> Runs(IMappedBytes file, string path)
    {
        var elf = ElfFile.Of((offset, buffer) => Copy(file, offset, buffer))
            ?? throw new HeapReadException($"'{path}' is not a 64-bit ELF core dump.", HeapReadException.CollectAgain);
        var (runs, bytes) = (new List<MemoryRun>(), (ulong)file.Bytes);
        foreach (var part in elf.Parts())
        {
            if (part.Type != ElfProgramHeader.Memory || part.Offset >= bytes)
            {
                continue;
            }

            var held = Math.Min(Math.Min(part.FileBytes, part.MemoryBytes), bytes - part.Offset);
            if (held > 0 && part.Address + held > part.Address)
            {
                runs.Add(new MemoryRun(part.Address, part.Address + held, (nint)(file.Pointer + part.Offset)));
            }
        }

        return runs;
    }

    private static int Copy(IMappedBytes file, ulong offset, Span<byte> buffer)
    {
        var bytes = (int)Math.Min((ulong)buffer.Length, (ulong)file.Bytes - Math.Min(offset, (ulong)file.Bytes));
        new ReadOnlySpan<byte>(file.Pointer + offset, bytes).CopyTo(buffer);
        return bytes;
    }
}

namespace HeapGraph.Core.Reading.Memory;

/// <summary>Opens the memory image of a dump of either kind: an ELF core or a Windows minidump.</summary>
internal static class DumpImage
{
    /// <inheritdoc cref="Open(IDumpBytes)"/>
    public static MemoryImage Open(string path) => Open(new DumpFile(path));

    /// <summary>Maps a dump.</summary>
    /// <exception cref="IOException">The file can't be mapped.</exception>
    /// <exception cref="HeapReadException">It is neither kind, or holds no memory.</exception>
    public static MemoryImage Open(IDumpBytes dump)
    {
        var file = dump.Map();
        try
        {
            return DumpKinds.Of(file) == DumpKind.Minidump ? MinidumpImage.Of(file, dump.Name) : ElfCoreImage.Of(file, dump.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

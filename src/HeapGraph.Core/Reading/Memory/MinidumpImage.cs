namespace HeapGraph.Core.Reading.Memory;

/// <summary>The memory image of a Windows minidump that was taken with its full memory.</summary>
/// <remarks>Layout: MINIDUMP_HEADER, MINIDUMP_DIRECTORY and MINIDUMP_MEMORY64_LIST of minidumpapiset.h. Memory lies in the order
/// of its descriptors from one place of the file on; what a cut file does not hold becomes no run.</remarks>
internal static unsafe class MinidumpImage
{
    /// <summary>The first bytes.</summary>
    public static ReadOnlySpan<byte> Signature => "MDMP"u8;

    private const int HeaderBytes = 32;
    private const int DirectoryEntryBytes = 12;
    private const int DescriptorBytes = 16;
    private const uint Memory64List = 9;

    /// <summary>The image of a mapped file, which it owns from then on.</summary>
    /// <exception cref="HeapReadException">The file holds no full memory.</exception>
    public static MemoryImage Of(IMappedBytes file, string path)
    {
        var bytes = (ulong)file.Bytes;
        if (bytes >= HeaderBytes)
        {
            var streams = *(uint*)(file.Pointer + 8);
            ulong directory = *(uint*)(file.Pointer + 12);
            for (var stream = 0UL; stream < streams && directory + (stream + 1) * DirectoryEntryBytes <= bytes; stream++)
            {
                var entry = file.Pointer + directory + stream * DirectoryEntryBytes;
                if (*(uint*)entry == Memory64List)
                {
                    return new MemoryImage(Runs(file, *(uint*)(entry + 8)), file);
                }
            }
        }

        throw new HeapReadException($"'{path}' is a mini dump: it has no heap in it.", HeapReadException.CollectAgain);
    }

    private static List<MemoryRun> Runs(IMappedBytes file, ulong list)
    {
        var runs = new List<MemoryRun>();
        var bytes = (ulong)file.Bytes;
        if (list > bytes - DescriptorBytes)
        {
            return runs;
        }

        var count = Math.Min(*(ulong*)(file.Pointer + list), (bytes - list - DescriptorBytes) / DescriptorBytes);
        var place = *(ulong*)(file.Pointer + list + 8);
        for (var index = 0UL; index < count && place < bytes; index++)
        {
            var descriptor = (ulong*)(file.Pointer + list + DescriptorBytes * (index + 1));
            var held = Math.Min(descriptor[1], bytes - place);
            if (held > 0 && descriptor[0] + held > descriptor[0])
            {
                runs.Add(new MemoryRun(descriptor[0], descriptor[0] + held, (nint)(file.Pointer + place)));
            }

            place += held;
        }

        return runs;
    }
}

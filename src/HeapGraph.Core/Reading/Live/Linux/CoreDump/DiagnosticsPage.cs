using System.Buffers.Binary;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>A page at a fixed address by which SOS (dotnet-dump, lldb) and ClrMD tell that a core dump holds all memory of the runtime, and
/// where the runtime is. Without it they warn.</summary>
/// <remarks>Layout: dotnet/runtime, src/coreclr/debug/createdump/specialdiaginfo.h, version 2.</remarks>
[SupportedOSPlatform("linux")]
internal static class DiagnosticsPage
{
    private const ulong Address = 0x00007FFF_FFF1_0000;
    private const int Version = 2, VersionAt = 16, RuntimeAt = 32;

    /// <summary>Adds it to a core, unless the process has something there itself.</summary>
    public static void AddTo(List<CoreSegment> segments, IEnumerable<MemoryMapping> mappings, CoreLayout layout, CopyRoom file)
    {
        var end = Address + OwnPages.PageBytes;
        var runtime = mappings.FirstOrDefault(mapping => mapping.Offset == 0 && Path.GetFileName(mapping.Path) == "libcoreclr.so");
        if (runtime is null || segments.Exists(segment => segment.Address < end && Address < segment.Address + segment.Bytes))
        {
            return;
        }

        var page = new byte[OwnPages.PageBytes];
        "DIAGINFOHEADER"u8.CopyTo(page);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(RuntimeAt), runtime.Start);
        var offset = layout.OffsetOf(Address, end);
        segments.Add(new CoreSegment(Address, OwnPages.PageBytes, offset, Flags: 4));
        file.Write(page, offset);
    }
}

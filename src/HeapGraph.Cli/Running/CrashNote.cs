using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Running;

/// <summary>A page of memory that a guard shares with its child, where the child notes what it is asking the DAC for: that outlives it.</summary>
/// <remarks>A file without a name (memfd), which the child inherits. Writing costs three stores.</remarks>
internal sealed partial class CrashNote : IDisposable
{
    private const string Variable = "HEAPGRAPH_CRASH_NOTE";
    private const int PageBytes = 4096, Piece = 0, Item = 1, Module = 2, Words = 3;

    private readonly SafeFileHandle _page;

    private CrashNote(SafeFileHandle page) => _page = page;

    /// <summary>In a guard: an empty one; null where the system has no such memory.</summary>
    public static CrashNote? Create()
    {
        if (!OperatingSystem.IsLinux() || CreateFile("heapgraph crash note", 0) is not (>= 0 and var file))
        {
            return null;
        }

        var page = new SafeFileHandle(file, ownsHandle: true);
        RandomAccess.SetLength(page, PageBytes);
        return new CrashNote(page);
    }

    /// <summary>Tells a child that is about to be started, and forgets what the one before it noted.</summary>
    public void GiveTo(IDictionary<string, string?> environment)
    {
        RandomAccess.Write(_page, new byte[Words * sizeof(ulong)], 0);
        environment[Variable] = _page.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What the child was asking for when it ended.</summary>
    public (DacPieces Piece, ulong Item, ulong Module) Read()
    {
        Span<ulong> words = stackalloc ulong[Words];
        _ = RandomAccess.Read(_page, MemoryMarshal.AsBytes(words), 0);
        return ((DacPieces)words[Piece], words[Item], words[Module]);
    }

    public void Dispose() => _page.Dispose();

    /// <summary>In a guard's child: notes what is asked from now on.</summary>
    public static unsafe void Begin()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var file))
        {
            return;
        }

        // What this process starts itself has no use for the page.
        Environment.SetEnvironmentVariable(Variable, null);
        using var mapped = MemoryMappedFile.CreateFromFile(
            new SafeFileHandle(file, ownsHandle: true), null, PageBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        var view = mapped.CreateViewAccessor(0, PageBytes);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var words = (ulong*)start;
        DacCall.Witness = (piece, item, module) =>
        {
            (words[Item], words[Module]) = (item, module);
            words[Piece] = (ulong)piece;
            GC.KeepAlive(view);
        };
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateFile(string name, uint flags);
}

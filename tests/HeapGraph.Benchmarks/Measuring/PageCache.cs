using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>Drops a file from the kernel's page cache, so that the next reader waits for the disk; and brings files into it.</summary>
internal static unsafe partial class PageCache
{
    private const int DontNeed = 4;
    private const string DropAllFile = "/proc/sys/vm/drop_caches";

    /// <summary>Drops one file, which must be on the disk already; everything the kernel holds where that leaves a part behind.</summary>
    /// <returns>How it was done, and what was left.</returns>
    public static string Drop(string path)
    {
        using var file = File.OpenHandle(path);
        var way = "posix_fadvise(POSIX_FADV_DONTNEED)";
        if ((Advise(file, 0, 0, DontNeed) != 0 || ShareCached(path) > 0.01) && TryDropAll())
        {
            way = DropAllFile;
        }

        return $"{way}, {ShareCached(path):0 %} of the dump left in memory";
    }

    /// <summary>Drops everything that the kernel holds of files and is on the disk; false when we are not root.</summary>
    public static bool TryDropAll()
    {
        try
        {
            File.WriteAllText(DropAllFile, "1");
            return true;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads all files of a folder once.</summary>
    public static void ReadAll(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            Read(file);
        }
    }

    /// <summary>Reads a file once, so that the next reader does not wait for the disk.</summary>
    public static void Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        stream.CopyTo(Stream.Null, 1 << 20);
    }

    /// <returns>The share of the file's pages that are in memory.</returns>
    private static double ShareCached(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = file.CreateViewAccessor(0, new FileInfo(path).Length, MemoryMappedFileAccess.Read);
        var pages = new byte[(view.Capacity + Environment.SystemPageSize - 1) / Environment.SystemPageSize];
        fixed (byte* first = pages)
        {
            return ResidentPages(view.SafeMemoryMappedViewHandle.DangerousGetHandle(), (nuint)view.Capacity, first) == 0
                ? pages.Average(page => page & 1)
                : throw new InvalidOperationException("mincore failed.");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "mincore")]
    private static partial int ResidentPages(nint start, nuint length, byte* pages);
}

using HeapGraph.Core;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Benchmarks;

/// <summary>A heap dump of HeapMaker in dumps/benchmarks, deleted on disposal unless it is to be kept.</summary>
internal sealed class HeapDump : IDisposable
{
    private readonly bool _isKept;

    private HeapDump(string path, bool isKept)
    {
        (Path, _isKept) = (path, isKept);
        LastNode = FindLastNode(path);
    }

    public string Path { get; }

    public long Bytes => new FileInfo(Path).Length;

    /// <summary>The address of the object at the end of the heap's last unit.</summary>
    public string LastNode { get; }

    /// <summary>Builds a heap and takes its dump, unless one is there that was kept.</summary>
    /// <exception cref="InvalidOperationException">It would not fit.</exception>
    public static HeapDump Make(int objects, bool isKept)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Repository.Root, "dumps", "benchmarks")).FullName;
        var own = isKept ? "" : $"-{Environment.ProcessId}";
        var path = System.IO.Path.Combine(folder, $"HeapMaker-{objects}{own}.dmp");
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) < File.GetLastWriteTimeUtc(LeakTarget.LibraryOf("HeapMaker")))
        {
            CheckSpace(objects, folder);
            Take(objects, path);
        }

        return new HeapDump(path, isKept);
    }

    public void Dispose()
    {
        if (!_isKept)
        {
            File.Delete(Path);
        }
    }

    private static void Take(int objects, string path)
    {
        var unfinished = path + ".tmp";
        try
        {
            using (var target = LeakTarget.Start("HeapMaker", $"{objects}"))
            {
                target.Dump(unfinished, DumpType.WithHeap);
            }

            // Only what is on the disk can be dropped from the page cache.
            using (var file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(file);
            }

            // createdump may end early and say nothing.
            FindLastNode(unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void CheckSpace(int objects, string folder)
    {
        // 45 bytes an object, a tenth more that the GC holds, and what every process has.
        var needed = objects * 50L + (200L << 20);
        var (disk, memory) = (new DriveInfo(folder).AvailableFreeSpace, Machine.AvailableMemory());
        if (disk < needed || memory < needed)
        {
            throw new InvalidOperationException(
                $"A heap of {objects:N0} objects needs {needed.AsByteSize} of memory and as much on the disk; there are {memory.AsByteSize} and {disk.AsByteSize}.");
        }
    }

    private static string FindLastNode(string path)
    {
        using var dump = OpenedDump.Open(path, null);
        var heap = dump.Runtime.EnumerateModules().First(module => module.Name?.EndsWith("HeapMaker.dll", StringComparison.Ordinal) == true)
            .EnumerateTypeDefToMethodTableMap().Select(pair => dump.Runtime.GetTypeByMethodTable(pair.MethodTable)).First(type => type?.Name == "Heap")!;
        return $"{heap.StaticFields.First(field => field.Name == "LastNode").ReadObject(dump.Runtime.AppDomains[0]).Address:x}";
    }
}

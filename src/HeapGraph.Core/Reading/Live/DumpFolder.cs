using System.Globalization;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A private folder among a process's temporary files for the dump that it writes, deleted on disposal.</summary>
/// <remarks>A lock in it tells that its owner lives, in whatever pid namespace; the kernel opens it when that one ends,
/// however it does. What a killed heapgraph leaves behind is swept away by the next one.</remarks>
internal sealed class DumpFolder : IDisposable
{
    private const string Prefix = "heapgraph-", LockName = "lock", DumpName = "heap.dmp";
    private static readonly TimeSpan TimeToLock = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly FileStream _lock;

    private DumpFolder(string folder, string inside)
    {
        _folder = folder;
        DumpInside = Path.Combine(inside, DumpName);
        _lock = new FileStream(Path.Combine(folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The dump as this process names it.</summary>
    public string Dump => Path.Combine(_folder, DumpName);

    /// <summary>The dump as the process names it that writes it.</summary>
    public string DumpInside { get; }

    /// <summary>Makes one that the process may write to.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public static DumpFolder For(int processId)
    {
        var inside = ThisHost.Is.TemporaryFolderOf(processId);
        var parent = ThisHost.Is.RootOf(processId) + inside;
        Sweep(parent);
        var name = $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
        var folder = Path.Combine(parent, name);
        OwnerOnly.MakeFolder(folder);
        try
        {
            return new DumpFolder(folder, Path.Combine(inside, name));
        }
        catch
        {
            Delete(folder);
            throw;
        }
        finally
        {
            ThisHost.Is.HandTo(processId, folder);
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        Delete(_folder);
    }

    private static void Sweep(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*").Where(IsAbandoned))
        {
            Delete(folder);
        }
    }

    private static bool IsAbandoned(string folder)
    {
        if (Path.GetFileName(folder).Split('-') is not [_, var owner, { Length: 32 }] || !int.TryParse(owner, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        try
        {
            using var held = new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > TimeToLock;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false;   // its owner lives, or it is another user's, and theirs to sweep
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Gone already, or the process is just writing into it: then the next sweep takes it.
        }
    }
}

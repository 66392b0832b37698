using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>A dump in a private folder among our user's temporary files, where only processes of that user are read.</summary>
/// <remarks>A lock in it tells that its owner lives; the system opens it when that one ends, however it does. What a killed heapgraph leaves
/// behind is swept away by the next one.</remarks>
internal sealed class PlainDump : IOwnDump
{
    private const string Prefix = "heapgraph-", LockName = "lock", DumpName = "heap.dmp";
    private static readonly TimeSpan TimeToLock = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly FileStream _lock;

    /// <param name="processId">The process.</param>
    /// <param name="parent">The folder for temporary files.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public PlainDump(int processId, string parent)
    {
        Sweep(parent);
        _folder = System.IO.Path.Combine(parent, $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}");
        OwnerOnly.MakeFolder(_folder);
        try
        {
            _lock = new FileStream(System.IO.Path.Combine(_folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch
        {
            Delete(_folder);
            throw;
        }

        Client = new DiagnosticsClient(processId);
    }

    public string Inside => Path;

    public string Path => System.IO.Path.Combine(_folder, DumpName);

    public long Bytes => new FileInfo(Path) is { Exists: true } dump ? dump.Length : 0;

    public bool IsBeingTaken => true;   // nothing tells

    public DiagnosticsClient Client { get; }

    public void LoseName()
    {
        // What is open can't be deleted on every system.
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
        if (System.IO.Path.GetFileName(folder).Split('-') is not [_, var owner, { Length: 32 }] || !int.TryParse(owner, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        try
        {
            using var held = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
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

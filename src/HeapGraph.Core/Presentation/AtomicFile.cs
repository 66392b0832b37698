using System.Globalization;

namespace HeapGraph.Core.Presentation;

/// <summary>Writes a file that is there whole or not at all.</summary>
internal static class AtomicFile
{
    private const string Ending = ".tmp";
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Lets <paramref name="write"/> fill a temporary neighbour of the file and gives it its name when done.
    /// A symbolic link is replaced: what it led to stays as it was.</summary>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<string> write)
    {
        Require(path);
        if (IsDevice(path))
        {
            write(path);
            return;
        }

        var full = Path.GetFullPath(path);
        Sweep(full);
        var temporary = $"{full}.{Environment.ProcessId}{Ending}";
        try
        {
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException && failed.Message.Contains(temporary, StringComparison.Ordinal))
        {
            // The user knows the file by another name.
            throw new IOException(failed.Message.Replace(temporary, path, StringComparison.Ordinal), failed);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes bytes, or none of them.</summary>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void WriteBytes(string path, byte[] bytes) => Write(path, temporary => File.WriteAllBytes(temporary, bytes));

    /// <summary>Finds out what can be known before the work is done of which the file is to hold the result.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Require(string path)
    {
        if (IsDevice(path))
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetDirectoryName(path)}'.");
        }

        if (new FileInfo(path) is { Exists: true, LinkTarget: null } there && IsProtected(there))
        {
            throw new IOException($"'{path}' is read-only.");
        }
    }

    /// <summary>Whether a path is a device, a pipe among the open files or the like, which is written to and never replaced.</summary>
    public static bool IsDevice(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || (path.StartsWith("/proc/", StringComparison.Ordinal) && path.Contains("/fd/", StringComparison.Ordinal));

    /// <summary>Deletes what a process that was killed has left of files that it wrote to a folder.</summary>
    public static void DeleteLeftBy(int processId, string folder)
    {
        foreach (var left in Directory.EnumerateFiles(folder, $"*.{processId.ToString(CultureInfo.InvariantCulture)}{Ending}"))
        {
            File.Delete(left);
        }
    }

    private static bool IsProtected(FileInfo file) => OperatingSystem.IsWindows()
        ? file.IsReadOnly
        : (file.UnixFileMode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    // What was killed together with its guard, or with the machine.
    private static void Sweep(string path)
    {
        try
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"*{Ending}"))
            {
                if (left.StartsWith($"{path}.", StringComparison.Ordinal)
                    && int.TryParse(left[(path.Length + 1)..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    && DateTime.UtcNow - File.GetLastWriteTimeUtc(left) > Abandoned)
                {
                    File.Delete(left);
                }
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to and not listed; or somebody else's file.
        }
    }
}

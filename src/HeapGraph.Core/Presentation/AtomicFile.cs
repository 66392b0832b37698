namespace HeapGraph.Core.Presentation;

/// <summary>Writes a file that is there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Lets <paramref name="write"/> fill a temporary neighbour of the file and gives it its name when done.
    /// A symbolic link is replaced: what it led to stays as it was.</summary>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<string> write)
    {
        // A device is written to, never replaced.
        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            write(path);
            return;
        }

        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetDirectoryName(path)}'.");
        }

        var temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

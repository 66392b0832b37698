using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A file that is there whole or not at all, and that only its owner may read: it holds what was on a heap.</summary>
/// <remarks>Begun early it needs no more right to open anything: what is written goes to <see cref="Content"/>, and
/// <see cref="Finish"/> gives it its name.</remarks>
internal sealed class AtomicFile : IDisposable
{
    private readonly INewFile _file;

    private AtomicFile(INewFile file) => _file = file;

    /// <summary>What is in it, for reading and writing.</summary>
    public SafeFileHandle Content => _file.Content;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its path, of no device. A symbolic link there will be replaced: what it leads to stays as it is.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public static AtomicFile Begin(string path)
    {
        Require(path);
        var full = Path.GetFullPath(path);
        var (folder, name) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        return new AtomicFile(OperatingSystem.IsLinux() ? new LinuxNewFile(folder, name) : new PlainNewFile(folder, name));
    }

    /// <summary>Has a file written, and gives it its name when that is done.</summary>
    /// <param name="path">Its path. A symbolic link there is replaced: what it led to stays as it was. A device is written to.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (IsDevice(path))
        {
            using var device = new FileStream(path, FileMode.Create, FileAccess.Write);
            write(device);
            return;
        }

        Fill(path, file =>
        {
            using var stream = file.Open();
            write(stream);
        });
    }

    /// <summary>Writes text, or nothing.</summary>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void WriteText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    });

    /// <summary>Has a file that is no device filled, and gives it its name when that is done.</summary>
    /// <exception cref="IOException">It can't be written; nothing is left behind.</exception>
    public static void Fill(string path, Action<AtomicFile> fill)
    {
        try
        {
            using var file = Begin(path);
            fill(file);
            file.Finish();
        }
        catch (IOException failed) when (!failed.Message.Contains('\'', StringComparison.Ordinal))
        {
            // What is written to an open file does not say to which.
            throw new IOException($"{failed.Message.TrimEnd('.')} : '{path}'", failed);
        }
    }

    /// <summary>Takes another file's content, without copying where both are on one file system and belong to us.</summary>
    /// <param name="other">The file, open for reading.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Take(SafeFileHandle other, CancellationToken cancellation)
    {
        if (!_file.TryTake(other))
        {
            using var from = new FileStream(Borrowed(other), FileAccess.Read, bufferSize: 0) { Position = 0 };
            using var to = Open();
            from.CopyToAsync(to, 1 << 20, cancellation).GetAwaiter().GetResult();
        }
    }

    /// <summary>Gives the file its name. The last step, of no time.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    public void Finish() => _file.Finish();

    /// <summary>Closes the file; one that was not finished is gone.</summary>
    public void Dispose() => _file.Dispose();

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
    public static bool IsDevice(string path) => path.Length > 0 && Path.GetFullPath(path) is var full
        && ((full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal))
            || (full.StartsWith("/proc/", StringComparison.Ordinal) && full.Contains("/fd/", StringComparison.Ordinal)));

    private FileStream Open() => new(Borrowed(Content), FileAccess.Write, bufferSize: 1);

    // A stream closes what it is given.
    private static SafeFileHandle Borrowed(SafeFileHandle handle) => new(handle.DangerousGetHandle(), ownsHandle: false);

    private static bool IsProtected(FileInfo file) => OperatingSystem.IsWindows()
        ? file.IsReadOnly
        : (file.UnixFileMode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;
}

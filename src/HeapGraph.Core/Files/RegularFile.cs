using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>Opens files at paths that a dump or a process tells. Behind such a path may be anything: a pipe that never answers, a device
/// that does something when it is opened. Only what is a plain file is opened at all.</summary>
internal static class RegularFile
{
    private const long MostBytes = 1L << 30;   // of what is read whole, or nearly so

    /// <summary>A file for reading; null when there is none, it is no plain file, or may not be read.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OpenChecked(path) : IsElsewhere(path) ? null : File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The same as a stream; null too for a file of more than 2^30 bytes, which no library or symbol file has.</summary>
    public static FileStream? TryRead(string path)
    {
        if (TryOpen(path) is not { } file)
        {
            return null;
        }

        if (RandomAccess.GetLength(file) <= MostBytes)
        {
            return new FileStream(file, FileAccess.Read);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether Windows would ask another computer for a path, and tell it who we are, or open a device.</summary>
    public static bool IsElsewhere(string path) => path.Length >= 2 && path[0] is '/' or '\\' && path[1] is '/' or '\\' or '?';

    // First without doing anything with it, then the same file for reading.
    [SupportedOSPlatform("linux")]
    private static SafeFileHandle? OpenChecked(string path)
    {
        var found = StepCalls.Open(path, FileCalls.PathOnly);
        var file = found is not null && FileFacts.Of(found) is { IsPlainFile: true }
            ? StepCalls.Open(DescriptorPath.Of(found), flags: 0) ?? Readable(found)
            : null;
        if (file != found)
        {
            found?.Dispose();
        }

        return file;
    }

    // Where somebody else opens files for us, they are open for reading at once.
    [SupportedOSPlatform("linux")]
    private static SafeFileHandle? Readable(SafeFileHandle found)
    {
        try
        {
            Span<byte> any = stackalloc byte[1];
            RandomAccess.Read(found, any, 0);
            return found;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

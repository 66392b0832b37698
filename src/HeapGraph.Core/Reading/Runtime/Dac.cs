using System.Collections.Concurrent;
using HeapGraph.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>A DAC that is open: what was judged is what is loaded, whatever stands at its path by then.</summary>
/// <param name="Path">Where it was found.</param>
/// <param name="LoadPath">By which path it is loaded.</param>
internal sealed record Dac(string Path, string LoadPath)
{
    /// <summary>It, open; null on systems where it is loaded by its own path.</summary>
    public SafeFileHandle? File { get; private init; }

    /// <summary>Why it may be loaded only by a process that has given up its rights; null when anybody may load it.</summary>
    public HeapReadException? Refusal { get; init; }

    // The loader takes what has the path of a library that is loaded for that library. So each stays open, and no other file gets its path.
    private static readonly ConcurrentDictionary<(ulong Device, ulong Inode), SafeFileHandle> Opened = [];

    /// <summary>A library that was opened for reading. It stays open until the process ends.</summary>
    /// <param name="path">Where it was found.</param>
    /// <param name="file">It, open.</param>
    /// <param name="opensByPath">Whether somebody else opens it for us once more, who judges it by its path.</param>
    public static Dac Of(string path, SafeFileHandle file, bool opensByPath = false)
    {
        if (!OperatingSystem.IsLinux())
        {
            file.Dispose();
            return new Dac(path, path);
        }

        var facts = FileFacts.Of(file) ?? throw new IOException($"'{path}' can't be looked at.");
        var kept = Opened.GetOrAdd((facts.Device, facts.Inode), file);
        if (kept != file)
        {
            file.Dispose();
        }

        return new Dac(path, opensByPath ? path : DescriptorPath.Of(kept)) { File = kept };
    }
}

using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>The files behind a process's mappings, opened as the process has them: a read from them neither stops it nor
/// makes it larger.</summary>
internal sealed class ModuleImages(int processId) : IDisposable
{
    private readonly Dictionary<(ulong Inode, string Path), SafeFileHandle?> _files = [];

    /// <summary>The file behind a mapping when it is a program or library: an ELF or PE file, or the runtime's own code.</summary>
    public SafeFileHandle? Of(MemoryMapping mapping)
    {
        if (mapping.IsAnonymous)
        {
            return null;
        }

        if (!_files.TryGetValue((mapping.Inode, mapping.Path), out var file))
        {
            file = Open(mapping);
            if (file is not null && !mapping.IsRuntimeCode && !IsModule(file))
            {
                file.Dispose();
                file = null;
            }

            _files.Add((mapping.Inode, mapping.Path), file);
        }

        return file;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file?.Dispose();
        }
    }

    private SafeFileHandle? Open(MemoryMapping mapping)
    {
        // The first needs more rights, and finds deleted files and memory files too.
        return RegularFile.TryOpen(ProcPath.Of(processId, $"map_files/{mapping.Start:x}-{mapping.End:x}"))
            ?? (mapping.Path.EndsWith(" (deleted)", StringComparison.Ordinal) ? null : RegularFile.TryOpen(ProcPath.SeenBy(processId, mapping.Path)));
    }

    private static bool IsModule(SafeFileHandle file)
    {
        Span<byte> head = stackalloc byte[4];
        try
        {
            return RandomAccess.Read(file, head, 0) == head.Length && (ElfFile.IsElf(head) || head.StartsWith("MZ"u8));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}

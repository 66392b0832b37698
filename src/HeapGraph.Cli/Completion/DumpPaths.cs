using HeapGraph.Core.Files;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Cli.Completion;

/// <summary>The dumps in a folder, told by what is in them, and the folders beside them.</summary>
/// <remarks>Cost: opens and reads 64 bytes of each plain file, of the first thousand entries at most.</remarks>
internal static class DumpPaths
{
    private const int Most = 1000;

    /// <summary>Paths that begin with what stands there; those of folders end with a slash.</summary>
    /// <returns>None where there is no dump.</returns>
    public static IReadOnlyList<string> BeginningWith(string start)
    {
        var folder = start[..(start.LastIndexOf('/') + 1)];
        try
        {
            FileSystemInfo[] entries = [.. new DirectoryInfo(folder.Length > 0 ? folder : ".").EnumerateFileSystemInfos()
                .Take(Most)
                .Where(entry => (folder + entry.Name).StartsWith(start, StringComparison.Ordinal) && entry.Name == entry.Name.Printable)
                .Where(entry => !entry.Name.StartsWith('.') || start.Length > folder.Length)
                .Where(entry => entry is DirectoryInfo || IsDump(entry.FullName))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            return entries.Any(entry => entry is FileInfo) ? [.. entries.Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""))] : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static bool IsDump(string path)
    {
        try
        {
            using var file = RegularFile.TryOpen(path);
            return file is not null && DumpKinds.Of(new FileStream(file, FileAccess.Read, bufferSize: 0)) is DumpKind.ElfCore or DumpKind.Minidump or DumpKind.MacCore;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

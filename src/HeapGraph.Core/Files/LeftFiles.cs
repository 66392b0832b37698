using System.Globalization;

namespace HeapGraph.Core.Files;

/// <summary>Unfinished files that have a name, and what becomes of them when they are left behind.</summary>
internal static class LeftFiles
{
    private const string Prefix = ".heapgraph-";
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>A name that nobody can guess.</summary>
    public static string NewName() => $"{PrefixOf(Environment.ProcessId)}{Guid.NewGuid():N}";

    /// <summary>Whether a name is such a one.</summary>
    public static bool Has(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Deletes what a process that was killed has left of files that it wrote to a folder.</summary>
    public static void DeleteLeftBy(int processId, string folder) => Delete(folder, PrefixOf(processId), TimeSpan.Zero);

    /// <summary>Deletes what was killed together with its guard, or with the machine.</summary>
    public static void Sweep(string folder) => Delete(folder, Prefix, Abandoned);

    private static string PrefixOf(int processId) => $"{Prefix}{processId.ToString(CultureInfo.InvariantCulture)}-";

    private static void Delete(string folder, string prefix, TimeSpan age)
    {
        try
        {
            foreach (var left in new DirectoryInfo(folder).EnumerateFiles($"{prefix}*").Where(left => DateTime.UtcNow - left.LastWriteTimeUtc >= age && IsOurs(left)))
            {
                left.Delete();
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to and not listed.
        }
    }

    // On other systems than Linux it is for the folder to say whose files may be deleted.
    private static bool IsOurs(FileInfo file) =>
        !OperatingSystem.IsLinux() || FileFacts.Of(file.FullName, followsLinks: false) is { IsOurs: true, IsPlainFile: true };
}

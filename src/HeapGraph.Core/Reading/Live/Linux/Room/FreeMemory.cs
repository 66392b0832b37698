using System.Globalization;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>How much memory this process may take before somebody is killed for it: the machine's, or what its container has left.</summary>
internal static class FreeMemory
{
    /// <summary>What a copy may take of it while the process stands still, in memory as the fastest place; and what of it may stay there
    /// when the process runs again and a graph needs memory too.</summary>
    public const double ShareForCopying = 0.75, ShareForKeeping = 0.5;

    /// <summary>Bytes; pages of files that can be dropped count as free.</summary>
    public static long Bytes() => Math.Min(OfMachine(), OfContainer());

    private static long OfMachine() =>
        Lines(ProcPath.OfMachine("meminfo")).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) is { } line
            ? NumberIn(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd("kB ")) << 10
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static long OfContainer() =>
        LeftIn("/sys/fs/cgroup", "", "memory.max", "memory.current", "inactive_file ")
        ?? LeftIn("/sys/fs/cgroup/memory", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ")   // version 1
        ?? long.MaxValue;

    /// <summary>What a control group leaves; null where there is none of that kind, or no limit.</summary>
    private static long? LeftIn(string root, string controller, string limitFile, string usedFile, string droppable)
    {
        var group = Lines(ProcPath.OfThisProcess("cgroup")).Select(line => line.Split(':', 3))
            .FirstOrDefault(parts => parts is [_, var held, _] && held == controller)?[2].TrimEnd('/') ?? "";

        // The group's own folder is seen as the root from inside a container, and below it elsewhere.
        foreach (var folder in (string[])[$"{root}{group}", root])
        {
            if (First($"{folder}/{limitFile}") is { } limit && First($"{folder}/{usedFile}") is { } used)
            {
                return Math.Max(0, limit - used + Droppable($"{folder}/memory.stat", droppable));
            }
        }

        return null;
    }

    private static long Droppable(string file, string name) =>
        Lines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? NumberIn(line.AsSpan(name.Length)) : 0;

    /// <returns>The number in a file; null when it says "max" or is not there.</returns>
    private static long? First(string file) =>
        Lines(file) is [var line, ..] && long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long NumberIn(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

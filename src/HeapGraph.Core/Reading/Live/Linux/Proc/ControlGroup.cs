using System.Globalization;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>What memory the control group of a process allows: that of its container.</summary>
internal sealed class ControlGroup
{
    // Of version 2, and of version 1.
    private static readonly ControlGroup[] Kinds =
    [
        new("/sys/fs/cgroup", "", "memory.max", "memory.current", "inactive_file "),
        new("/sys/fs/cgroup/memory", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "),
    ];

    // Version 1 writes a number of this size where nothing is limited.
    private const long NoLimit = 1L << 60;

    private readonly string _root, _controller, _limitFile, _usedFile, _droppable;

    private ControlGroup(string root, string controller, string limitFile, string usedFile, string droppable) =>
        (_root, _controller, _limitFile, _usedFile, _droppable) = (root, controller, limitFile, usedFile, droppable);

    /// <summary>Bytes that this process's group may still take, where pages of files that can be dropped count as free; null without a limit.</summary>
    public static long? LeftToThisProcess() => Kinds.Select(kind => kind.LeftTo(ProcPath.OfThisProcess("cgroup"))).FirstOrDefault(left => left is not null);

    /// <summary>Bytes that a process's group, or one around it, may have in memory; null without a limit, or where that can't be seen from here.</summary>
    public static long? MemoryLimitOf(int processId) => Kinds.Select(kind => kind.LimitOf(ProcPath.Of(processId, "cgroup"))).FirstOrDefault(limit => limit is > 0 and < NoLimit);

    /// <summary>What a process's group has in memory; null where that can't be seen from here.</summary>
    public static ContainerMemory? MemoryOf(int processId) => Kinds.Select(kind => kind.UseOf(ProcPath.Of(processId, "cgroup"))).FirstOrDefault(use => use is not null);

    // Of the whole machine the kernel does not count it.
    private ContainerMemory? UseOf(string groups)
    {
        var path = PathIn(groups);
        if (First($"{_root}{path}/{_usedFile}") is not { } used)
        {
            return null;
        }

        var statistics = ProcPath.LinesOf($"{_root}{path}/memory.stat").Select(line => line.Split(' ', 2)).Where(words => words.Length == 2)
            .ToDictionary(words => words[0], words => long.TryParse(words[1], CultureInfo.InvariantCulture, out var bytes) ? bytes : 0, StringComparer.Ordinal);
        return new ContainerMemory(
            LimitOf(groups) is > 0 and < NoLimit and var limit ? limit : null, used, Known("anon", "total_rss"), Known("file", "total_cache"), Known(_droppable.TrimEnd()), Known("shmem", "total_shmem"), Known("kernel"));

        long Known(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (statistics.TryGetValue(name, out var bytes))
                {
                    return bytes;
                }
            }

            return 0;
        }
    }

    // The group's own folder is seen as the root from inside a container, and below it elsewhere.
    private long? LeftTo(string groups) => ((string[])[$"{_root}{PathIn(groups)}", _root]).Select(folder =>
        First($"{folder}/{_limitFile}") is { } limit && First($"{folder}/{_usedFile}") is { } used
            ? (long?)Math.Max(0, limit - used + Droppable($"{folder}/memory.stat", _droppable))
            : null).FirstOrDefault(left => left is not null);

    private long? LimitOf(string groups)
    {
        long? least = null;
        for (var path = PathIn(groups); !path.Contains("..", StringComparison.Ordinal); path = path[..path.LastIndexOf('/')])
        {
            least = First($"{_root}{path}/{_limitFile}") is { } limit && !(least <= limit) ? limit : least;
            if (path.Length == 0)
            {
                break;
            }
        }

        return least;
    }

    private string PathIn(string groups) =>
        ProcPath.LinesOf(groups).Select(line => line.Split(':', 3)).FirstOrDefault(parts => parts is [_, var held, _] && held == _controller)?[2].TrimEnd('/') ?? "";

    private static long Droppable(string file, string name) =>
        ProcPath.LinesOf(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)
            : 0;

    /// <returns>The number in a file; null when it says "max" or is not there.</returns>
    private static long? First(string file) =>
        ProcPath.LinesOf(file) is [var line, ..] && long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Options.Watching;

/// <summary>Whether and how a process's memory is watched over time.</summary>
internal sealed class MemoryCourseOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10), Usual = TimeSpan.FromSeconds(1);

    private readonly Option<TimeSpan?> _every = TimeSpanOption.Create("--every", "Watches a live process: time from one sample to the next, such as 500ms, 1s, 1m; Ctrl+C ends with what there is");
    private readonly Option<int> _times = WholeNumber.Option("--times", "With --every how many samples; without it until the process ends", 0, least: 1);
    private readonly Option<bool> _children = new("--include-children") { Description = "With --every the processes that it has started too" };
    private readonly Option<SizeOrShare?> _until = SizeOption.Create("--until", "Watches until so much is resident: 4GB, or 90% of the container's limit");
    private readonly Option<string?> _capture = new("--capture") { Description = "With --until writes a core dump then", HelpName = "FILE" };
    private readonly Option[] _all;

    public MemoryCourseOptions(Command command)
    {
        _all = [_every, _times, _children, _until, _capture];
        foreach (var option in _all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the process is watched, rather than looked at once.</summary>
    /// <exception cref="UsageException">An option goes with another one that was not given.</exception>
    public bool IsAsked(ParseResult parsed)
    {
        if (IsGiven(parsed, _every) || IsGiven(parsed, _until))
        {
            return true;
        }

        return Array.Find(_all, option => IsGiven(parsed, option)) is not { } lone
            ? false
            : throw new UsageException($"{lone.Name} goes with {(lone == _capture ? _until.Name : _every.Name)}.", lone == _capture ? "Say at which size to capture, as: --until 4GB" : "Say how often to look, as: --every 1s");
    }

    /// <summary>The dump to write once it is large enough; null for none. That it can't be written is found before the watching.</summary>
    /// <exception cref="UsageException">It can't be.</exception>
    public string? Capture(ParseResult parsed, Session session)
    {
        if (parsed.GetValue(_capture) is not { } path)
        {
            return null;
        }

        if (!IsGiven(parsed, _until))
        {
            throw new UsageException("--capture goes with --until.", "Say at which size to capture, as: --until 4GB");
        }

        if (path.Length == 0 || AtomicFile.IsDevice(path))
        {
            throw new UsageException($"A dump can't be written to '{path}'.", "Name a file on a disk: --capture snap1.dmp");
        }

        if (session.Written.Any(written => Path.GetFullPath(written) == Path.GetFullPath(path) || (File.Exists(path) && File.Exists(written) && FileFacts.AreOne(written, path))))
        {
            throw new UsageException($"'{path}' is to hold the result too.", "Name another file with --capture.");
        }

        try
        {
            AtomicFile.Require(path);
        }
        catch (IOException refused)
        {
            throw new HeapReadException($"The dump can't be written: {refused.Message}", "Name another file with --capture, in a folder that is there.", refused);
        }

        return path;
    }

    /// <summary>How to watch.</summary>
    /// <exception cref="UsageException">The time is too short, or there is no limit to take a share of.</exception>
    public MemoryWatchOptions Of(ParseResult parsed, HeapTarget.LiveProcess process, IProgress<MemorySample>? progress)
    {
        var every = parsed.GetValue(_every) ?? Usual;
        return every < Shortest
            ? throw new UsageException($"--every takes {Shortest.TotalMilliseconds:0}ms or more.", "Use --every 100ms.")
            : new MemoryWatchOptions
            {
                Every = every,
                Times = IsGiven(parsed, _times) ? parsed.GetValue(_times) : null,
                IncludesChildren = parsed.GetValue(_children),
                UntilBytes = parsed.GetValue(_until) is { } until ? until.Bytes ?? ShareOf(process.ProcessId, until.Percent) : null,
                Progress = progress,
            };
    }

    private static long ShareOf(int processId, double percent) => ThisHost.Is.MemoryLimitOf(processId) is { } limit
        ? (long)(limit * percent / 100)
        : throw new UsageException("Nothing limits the memory of this process, as far as can be seen.", "Say how many bytes: --until 4GB");

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}

using HeapGraph.Cli.Sealing;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Files;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Running;

/// <summary>One run of the program: where its output goes, what it says meanwhile, and the heap that it asks.</summary>
internal sealed class Session(TextWriter output, TextWriter error, CancellationToken cancellation) : IHeapHost, IDisposable
{
    private readonly HangWatch _watch = new(GuardedRun.EndHung);
    private Heap? _heap;
    private ConsoleProgress? _progress;

    public TextWriter Output => output;

    public TextWriter Error => error;

    public CancellationToken Cancellation => cancellation;

    public bool IsVerbose { get; set; }

    public bool IsQuiet { get; set; }

    public bool ShowsProgress { get; set; } = true;

    /// <summary>What the config file says; read when it is first asked for.</summary>
    public Lazy<Config> Config { get; set; } = new(Running.Config.None);

    public bool AsksOnce => true;

    /// <summary>The files that may be written, none of which may be one that is read.</summary>
    public IReadOnlyList<string> Written { get; private set; } = [];

    public void Dispose()
    {
        _heap?.Dispose();
        _watch.Dispose();
    }

    /// <summary>Opens a target; the one before is closed. Nothing is read yet.</summary>
    public Heap Open(HeapTarget target, HeapOptions options)
    {
        Close();
        Reads(target);
        HugePages.FindOurHeap();
        return _heap = new Heap(target, Config.Value.In(options) with { Host = this, LeftOutParts = GuardedRun.LeftOut, Cancellation = cancellation });
    }

    /// <summary>Told of what is written.</summary>
    /// <param name="path">The file that the command line names.</param>
    /// <param name="files">All that may be written for it, but for devices.</param>
    public void Writes(string path, IReadOnlyList<string> files)
    {
        Written = files;
        if (OperatingSystem.IsLinux())
        {
            Seal.WillWrite(path);
        }
    }

    /// <summary>Told of a target that is read.</summary>
    /// <exception cref="UsageException">It would be overwritten.</exception>
    public void Reads(HeapTarget target)
    {
        if (target is HeapTarget.DumpFile dump)
        {
            Reads(dump.Path);
        }
    }

    /// <summary>Told of each file that is read, by whatever path.</summary>
    /// <exception cref="UsageException">It would be overwritten.</exception>
    public void Reads(string path)
    {
        if (Written.FirstOrDefault(written => FileFacts.AreOne(written, path)) is { } lost)
        {
            throw new UsageException(Path.GetFullPath(lost) == Path.GetFullPath(path) ? $"'{lost}' is what is read." : $"'{lost}' is the same file as '{path}', which is read.", "Name another file with -o.");
        }

        if (OperatingSystem.IsLinux())
        {
            Seal.WillRead(path);
        }
    }

    /// <summary>Closes the heap and gives its memory back, which another one, or the process that is watched, may need.</summary>
    public void Close()
    {
        if (_heap is { Reading.HoldsGraph: true })
        {
            _heap.Dispose();
            _heap = null;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    public T Read<T>(Func<IProgress<HeapReadProgress>?, T> read)
    {
        using var progress = Progress();
        return read(progress);
    }

    /// <summary>A line that says how far long work is, until it is disposed.</summary>
    public ConsoleProgress Progress() => _progress = new(error, ShowsProgress && !IsQuiet, _watch, IsVerbose ? Took : null);

    public void WillTake(long bytes) => HugePages.ForArraysOf(bytes);

    public void Saw(HeapCoverage coverage) => NoteFreeze(coverage.Freeze);

    public HeapSnapshot Watched(HeapSnapshot snapshot) => snapshot with
    {
        Details = new WatchedDetails(snapshot.Details, _watch, cancellation),
        Contents = snapshot.Contents is { } contents ? new WatchedContents(contents, _watch) : null,
        Values = snapshot.Values is { } values ? Watched(values) : null,
        Fillers = snapshot.Fillers?.Watched(_watch.Over),
    };

    public IPathValues Watched(IPathValues values) => new WatchedValues(values, _watch);

    public IRemedyWords WordsFor(HeapTarget target) => new RemedyWords(target);

    /// <summary>What a phase took, for <c>--verbose</c>.</summary>
    public void Took(string phase, TimeSpan time)
    {
        if (IsVerbose)
        {
            error.WriteLine($"{phase}: {time.TotalMilliseconds:0} ms, {Environment.WorkingSet >> 20:N0} MB resident");
        }
    }

    /// <summary>A remark that is no result.</summary>
    /// <param name="line">The remark.</param>
    /// <param name="isCopied">Whether it stays one line on a terminal too, for its command to be copied.</param>
    public void Note(string line, bool isCopied = false)
    {
        if (!IsQuiet)
        {
            _progress?.Clear();
            var width = isCopied ? int.MaxValue : ResultConsole.WidthOf(error);
            foreach (var part in HangingText.Lines(line.Printable, width))
            {
                error.WriteLine(part);
            }
        }
    }

    /// <summary>Says what the copy of a live process took.</summary>
    public void NoteFreeze(HeapFreeze? freeze)
    {
        if (freeze?.Obstacle is { } obstacle)
        {
            Note($"ptrace is not allowed here ({obstacle}): the process wrote a dump of {freeze.Bytes:N0} bytes itself and stood still for {freeze.Time.TotalSeconds:0.0} s.");
        }
        else if (freeze is not null)
        {
            var retries = freeze.Retries switch
            {
                0 => "",
                1 => " It was let go once before, in the middle of a garbage collection.",
                var times => $" It was let go {times:N0} times before, in the middle of a garbage collection.",
            };
            var afterwards = freeze.BytesAfterwards > 0 ? $" Native blocks of {freeze.BytesAfterwards:N0} bytes were copied when it ran on." : "";
            var slowed = freeze.BytesInSmallPages > freeze.Bytes / 10
                ? $" That took longer than it must: the kernel had no huge pages for {freeze.BytesInSmallPages:N0} bytes of the copy."
                : "";
            Note($"The process stood still for {freeze.Time.TotalMilliseconds:N0} ms while {freeze.Bytes:N0} bytes were copied.{afterwards}{retries}{slowed}");
        }
    }

    /// <summary>Says of how many chosen objects not all are shown.</summary>
    /// <param name="chosen">How many match and count; of those that nothing reaches where no other matches.</param>
    /// <param name="shown">How many of them are shown.</param>
    /// <param name="unreachable">How many match that nothing reaches: they do not count, or are all that match.</param>
    /// <param name="showsGarbage">Whether these are shown where no other matches.</param>
    public void NoteChoice(int chosen, int shown, int unreachable, bool showsGarbage = false)
    {
        if (chosen == 0 && unreachable == 0)
        {
            Note("No object matches.");
        }

        if (showsGarbage)
        {
            Note($"No reachable object matches. {Wording.Count(unreachable, "unreachable one")} {(unreachable == 1 ? "does: it is" : "do: they are")} garbage.");
        }

        if (chosen > shown)
        {
            Note($"{chosen:N0} objects match; shown: {shown:N0} (more with --limit).");
        }

        if (unreachable > 0 && !showsGarbage)
        {
            Note($"{(chosen == 0 ? "No reachable object matches. " : "")}{unreachable:N0} unreachable ones match too (seen with --all).");
        }
    }
}

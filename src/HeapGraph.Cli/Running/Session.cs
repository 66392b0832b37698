using System.Diagnostics;
using HeapGraph.Cli.Choices;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;
using Spectre.Console;

namespace HeapGraph.Cli.Running;

/// <summary>One run of the program: where its output goes and how it reads a target.</summary>
internal sealed class Session(TextWriter output, TextWriter error, CancellationToken cancellation) : IDisposable
{
    public TextWriter Output => output;

    public TextWriter Error => error;

    public CancellationToken Cancellation => cancellation;

    public HangWatch Watch { get; } = new();

    public bool IsVerbose { get; set; }

    public bool IsQuiet { get; set; }

    public bool ShowsProgress { get; set; } = true;

    public void Dispose() => Watch.Dispose();

    /// <summary>Reads a target's heap.</summary>
    public HeapSnapshot Open(HeapTarget target, string? dacPath, GraphParts parts, DetailOptions? details = null, bool namesThreads = true)
    {
        using var progress = new ConsoleProgress(this);
        var read = HeapTargetOpener.Open(target, new HeapReadOptions(parts, dacPath, GuardedRun.ScansStacks) { Details = details ?? new(), NamesThreads = namesThreads }, progress, cancellation);
        NoteFreeze(read.Graph.Coverage.Freeze);
        return new HeapSnapshot(read.Target, read.Graph, new WatchedDetails(read.Details, Watch, cancellation), read)
        {
            Contents = read.Contents is { } contents ? new WatchedContents(contents, Watch) : null,
            Fields = read.Fields,
        };
    }

    /// <summary>The fields of a target that can hold references.</summary>
    /// <exception cref="UsageException">The target does not tell.</exception>
    public IReadOnlyList<HeapField> FieldsOf(HeapSnapshot snapshot)
    {
        using var progress = new ConsoleProgress(this);
        return snapshot.Fields?.Find(progress, cancellation)
            ?? throw new UsageException($"'{snapshot.Target}' does not tell which field a reference stands in.", "Ask this of a dump or a process.");
    }

    /// <summary>The types of a target, with what they keep alive where asked; of its heap nothing is kept.</summary>
    public (string Target, TypeTable Table) Count(HeapTarget target, string? dacPath, ObjectScope scope, TypeChoice choice, bool withRetained = false, Func<HeapSnapshot, HeapSnapshot>? cut = null)
    {
        if (scope != ObjectScope.Unreachable && !withRetained && cut is null && !choice.Filter.LooksAtObjects)
        {
            using var progress = new ConsoleProgress(this);
            var parts = scope == ObjectScope.All ? GraphParts.Objects : GraphParts.Reachability;
            var counts = HeapTargetOpener.CountTypes(target, new HeapReadOptions(parts, dacPath, GuardedRun.ScansStacks) { NamesThreads = false }, progress, cancellation);
            NoteFreeze(counts.Coverage.Freeze);
            return (counts.Target, Timed("Counting by type", () => TypeTable.Of(counts, choice.In(counts.Types), scope) with { Filter = choice.Filter }));
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);   // the snapshot before this one
        using var opened = Open(target, dacPath, GraphParts.Reachability, namesThreads: cut is not null);
        var snapshot = cut is null ? opened : cut(opened);
        var table = Timed("Counting by type", () => TypeTable.Of(snapshot.Graph, scope, choice.Filter, choice.In(snapshot.Graph.Types), cancellation));
        return (snapshot.Target, withRetained ? Timed("Finding dominators", () => table.Retaining(snapshot.Graph, cancellation)) : table);
    }

    /// <summary>Does a piece of work, and says with <c>--verbose</c> what it took.</summary>
    public T Timed<T>(string phase, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        Took(phase, clock.Elapsed);
        return result;
    }

    /// <summary>What a phase took, for <c>--verbose</c>.</summary>
    public void Took(string phase, TimeSpan time)
    {
        if (IsVerbose)
        {
            error.WriteLine($"{phase}: {time.TotalMilliseconds:0} ms, {Environment.WorkingSet >> 20:N0} MB resident");
        }
    }

    /// <summary>A remark that is no result.</summary>
    public void Note(string line)
    {
        if (!IsQuiet)
        {
            error.WriteLine(line);
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
            Note($"The process stood still for {freeze.Time.TotalMilliseconds:N0} ms while {freeze.Bytes:N0} bytes were copied.{retries}");
        }
    }

    /// <summary>Says of how many chosen objects not all are shown.</summary>
    /// <param name="chosen">How many match and count.</param>
    /// <param name="shown">How many of them are shown.</param>
    /// <param name="unreachable">How many match and do not count, since nothing reaches them.</param>
    public void NoteChoice(int chosen, int shown, int unreachable)
    {
        if (chosen == 0 && unreachable == 0)
        {
            Note("No object matches.");
        }

        if (chosen > shown)
        {
            Note($"{chosen:N0} objects match; shown: {shown:N0} (more with --limit).");
        }

        if (unreachable > 0)
        {
            Note($"{(chosen == 0 ? "No reachable object matches. " : "")}{unreachable:N0} unreachable ones match too (seen with --all).");
        }
    }

    /// <summary>Says what a picture holds, and what is plainer in it than usual.</summary>
    public void NotePicture(string file, ReferenceNeighborhood picture, string? plainer)
    {
        Note($"Wrote {file}: {picture.Nodes.Count:N0} nodes, {picture.Edges.Count:N0} references.");
        if (plainer is not null)
        {
            Note(plainer);
        }
    }

    /// <summary>A console over a writer: coloured only on a terminal, and not when NO_COLOR is set.</summary>
    public static IAnsiConsole ConsoleOver(TextWriter writer)
    {
        var isTerminal = ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
        var colours = isTerminal && IsColourWanted;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = writer.Encoding.WebName.StartsWith("utf-", StringComparison.Ordinal);
        console.Profile.Width = isTerminal ? Math.Max(40, console.Profile.Width) : 160;
        return console;
    }

    /// <summary>False when the user's environment says NO_COLOR.</summary>
    public static bool IsColourWanted => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}

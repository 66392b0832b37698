using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Options;

/// <summary>Which snapshots are compared: dumps, or a live process again and again.</summary>
internal sealed class CaptureOptions
{
    private const int MostUntilStable = 20;
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(30);

    private readonly TargetOptions _target;
    private readonly Option<TimeSpan?> _every = TimeSpanOption.Create(
        "--every", $"Time between two snapshots of a live process: 500ms, 30s, 5m [default: {UsualPause.TotalSeconds:0}s]");

    private readonly Option<int> _times = WholeNumber.Option("--times", $"How many snapshots of a live process; with --until-stable, {MostUntilStable} if not said", 2, least: 2);
    private readonly Option<bool> _untilStable = new("--until-stable")
    {
        Description = $"Ends once reachable objects and bytes changed by less than {Stability.Percent} % from one snapshot to the next",
    };

    public CaptureOptions(Command command)
    {
        _target = new TargetOptions(command, takesSeveral: true);
        foreach (var option in (Option[])[_every, _times, _untilStable])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Opens one of the snapshots.</summary>
    public Heap Open(HeapTarget target, ParseResult parsed, Session session, HeapOptions options) => _target.Open(target, parsed, session, options);

    /// <summary>The snapshots to take.</summary>
    /// <exception cref="UsageException">There is but one dump.</exception>
    public CapturePlan Plan(ParseResult parsed, Session session)
    {
        var untilStable = parsed.GetValue(_untilStable);
        if (_target.ChooseDumps(parsed) is { Count: > 0 } dumps)
        {
            return ((Option[])[_untilStable, _every, _times]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } live
                ? throw new UsageException($"{live.Name} is for a live process.", "Name one with --pid, or leave the option out.")
                : new CapturePlan(dumps, TimeSpan.Zero, IsLive: false, UntilStable: false);
        }

        if (_target.Choose(parsed, session) is not HeapTarget.LiveProcess process)
        {
            throw new UsageException("Growth needs two snapshots or more.", "Name them: heapgraph growth before.dmp after.dmp");
        }

        var times = untilStable && parsed.GetResult(_times) is not { Implicit: false } ? MostUntilStable : parsed.GetValue(_times);
        return new CapturePlan([.. Enumerable.Repeat(process, times)], parsed.GetValue(_every) ?? UsualPause, IsLive: true, untilStable);
    }
}

/// <summary>Snapshots to take, oldest first.</summary>
/// <param name="Targets">What of, one per snapshot.</param>
/// <param name="Pause">Time between two of a live process.</param>
/// <param name="IsLive">Whether the target is a live process.</param>
/// <param name="UntilStable">Whether to end once the heap has settled.</param>
internal sealed record CapturePlan(IReadOnlyList<HeapTarget> Targets, TimeSpan Pause, bool IsLive, bool UntilStable)
{
    /// <summary>The plan, for a comparison of two.</summary>
    /// <exception cref="UsageException">There are more.</exception>
    public CapturePlan OfTwo() => Targets.Count == 2 && !UntilStable
        ? this
        : throw new UsageException("--new-objects compares two snapshots.", "Name two dumps, or one process without --times and --until-stable.");
}

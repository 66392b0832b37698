using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Commands;

/// <summary>Takes snapshots one after the other. What of each is kept is for whoever takes it in.</summary>
internal static class GrowthCaptures
{
    /// <summary>Takes the snapshots of a plan; those of a live process at equal pauses, until the heap is stable where asked.</summary>
    /// <param name="session">The run.</param>
    /// <param name="plan">The snapshots.</param>
    /// <param name="takeIn">Reads one.</param>
    /// <returns>The exit code: not <see cref="ExitCode.Done"/> when Ctrl+C ended it before the last one, or the process could not be
    /// read any more, with two or more taken: enough for a result.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the second one.</exception>
    /// <exception cref="HeapReadException">A target can't be read.</exception>
    public static async Task<int> Take(Session session, CapturePlan plan, Func<HeapTarget, GrowthSnapshot> takeIn)
    {
        var taken = new List<GrowthSnapshot>();
        try
        {
            foreach (var target in plan.Targets)
            {
                if (plan.IsLive && taken.Count > 0)
                {
                    await Task.Delay(plan.Pause, session.Cancellation);
                }

                taken.Add(takeIn(target));
                if (plan.UntilStable && Stability.IsReached(taken))
                {
                    session.Note($"Stable: from snapshot {taken.Count - 1} to {taken.Count} the heap changed by less than {Stability.Percent} %.");
                    return ExitCode.Done;
                }
            }
        }
        catch (OperationCanceledException) when (taken.Count > 1)
        {
            session.Note($"Stopped after {taken.Count} of {plan.Targets.Count} snapshots.");
            return ExitCode.Cancelled;
        }
        catch (Exception ended) when (plan.IsLive && taken.Count > 1 && ended is HeapReadException or HeapTargetNotFoundException)
        {
            // What was seen of a process until it died is worth most then.
            session.Error.WriteLine(ended.Message.Printable);
            session.Error.WriteLine($"The result is of the {taken.Count} snapshots before.");
            return ExitCode.CannotRead;
        }

        if (plan.UntilStable)
        {
            session.Note($"Not stable after {taken.Count} snapshots.");
        }

        return ExitCode.Done;
    }
}

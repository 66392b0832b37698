using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>What a process died of.</summary>
/// <remarks>A walk of one stack, and that only where the core tells of a fatal signal.</remarks>
internal static class DeathReader
{
    private const string FailFast = "System.Environment.FailFast";

    /// <summary>Null where the core was not written for a crash.</summary>
    /// <param name="told">The fatal signal, and the thread that it ended, as the process itself sees it.</param>
    /// <param name="dump">The dump.</param>
    /// <param name="details">Whether values are shown.</param>
    /// <param name="progress">Told of the step of the DAC.</param>
    public static HeapDeath? Of((int Signal, uint Thread)? told, WalkedDump dump, DetailOptions details, IProgress<HeapReadProgress>? progress)
    {
        if (told is not var (signal, id))
        {
            return null;
        }

        progress?.Report(new HeapReadProgress("Reading what it died of", 0, 0, "") { IsInDac = true });
        var death = new HeapDeath(signal, id);
        try
        {
            if (dump.Runtime.Threads.FirstOrDefault(thread => thread.OSThreadId == id) is not { } thread)
            {
                return death;
            }

            death = death with { ThreadId = thread.ManagedThreadId };
            if (dump.LeftOut.Has(DacPieces.StackWalks, thread.Address))
            {
                return death;
            }

            DacCall.Enters(DacPieces.StackWalks, thread.Address);
            using var lines = new SourceLines();
            return On(thread, death, new StackFrames(lines), new FieldReader(dump.Runtime, dump.Image), details);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return death;
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    private static HeapDeath On(ClrThread thread, HeapDeath death, StackFrames frames, FieldReader fields, DetailOptions details)
    {
        var walked = frames.Of(thread);
        if (walked.Exists(frame => frame.Named.Method == FailFast))
        {
            return death with { IsFailFast = true, At = Own(walked.Select(frame => frame.Named)) };
        }

        if (thread.CurrentException is { } exception && IsThrown(exception, walked))
        {
            var unhandled = new Exceptions(frames, fields, details.HidesValues).Of(exception);
            return death with { Unhandled = unhandled, At = Own(unhandled.Frames) ?? Own(walked.Select(frame => frame.Named)) };
        }

        return death with { At = Own(walked.Select(frame => frame.Named)) };
    }

    /// <summary>Whether an exception is on its way: the innermost frame is where it was thrown. One that is being handled has a handler there.</summary>
    private static bool IsThrown(ClrException exception, List<WalkedFrame> walked)
    {
        // What dispatches an exception (.NET 9) is written in C# too.
        var top = walked.Find(frame => frame.Frame.Kind == ClrStackFrameKind.ManagedMethod && !frame.Named.Method.StartsWith("System.Runtime.EH.", StringComparison.Ordinal)).Frame;
        return top?.Method is { } method && exception.StackTrace.Any(frame =>
            frame.Method?.MethodDesc == method.MethodDesc && Math.Abs((long)(frame.InstructionPointer - top.InstructionPointer)) <= 4);
    }

    private static HeapFrame? Own(IEnumerable<HeapFrame> frames)
    {
        HeapFrame[] all = [.. frames];
        return Array.FindIndex(all, frame => !frame.IsFramework) is >= 0 and var own ? all[own] : all.Length > 0 ? all[0] : null;
    }
}

using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>What a process died of.</summary>
/// <remarks>Costs a look at the notes of the core, and only where they tell of a fatal signal a walk of that one stack.</remarks>
internal static class DeathReader
{
    private const string FailFast = "System.Environment.FailFast";

    /// <summary>Null where the core was not written for a crash.</summary>
    /// <param name="bytes">The dump.</param>
    /// <param name="runtime">Its runtime.</param>
    /// <param name="image">Its memory.</param>
    /// <param name="leftOut">What the DAC is not asked for.</param>
    /// <param name="details">Whether values are shown.</param>
    public static HeapDeath? Of(IDumpBytes bytes, ClrRuntime runtime, MemoryImage image, LeftOut leftOut, DetailOptions details)
    {
        using var core = bytes.Open();
        if (ElfSignal.FatalOf(core) is not var (signal, id))
        {
            return null;
        }

        var death = new HeapDeath(signal, id);
        if (runtime.Threads.FirstOrDefault(thread => thread.OSThreadId == id) is not { } thread)
        {
            return death;
        }

        death = death with { ThreadId = thread.ManagedThreadId };
        if (leftOut.Has(DacPieces.StackWalks, thread.Address))
        {
            return death;
        }

        DacCall.Enters(DacPieces.StackWalks, thread.Address);
        try
        {
            using var lines = new SourceLines();
            return On(thread, death, new StackFrames(lines), new FieldReader(runtime, image), details);
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

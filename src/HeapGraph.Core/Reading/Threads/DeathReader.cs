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
    private const string FailFast = "System.Environment.FailFast", StackOverflow = "System.StackOverflowException", Dispatcher = "System.Runtime.EH.", HelperNote = "HelperMethodFrame";
    private const int MostPassed = 10_000, NextTo = 4;

    // https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/frames.h
    private static readonly string[] ThrowNotes = ["SoftwareExceptionFrame", "FaultingExceptionFrame"];

    // https://github.com/dotnet/runtime/blob/main/src/coreclr/nativeaot/Runtime.Base/src/System/Runtime/ExceptionHandling.cs
    private static readonly string[] Rethrowing = [$"{Dispatcher}RhRethrow", $"{Dispatcher}DispatchEx"];

    /// <summary>Null where the core was not written for a crash.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="details">Whether values are shown.</param>
    /// <param name="progress">Told of the step of the DAC.</param>
    public static HeapDeath? Of(RuntimeDump dump, DetailOptions details, IProgress<HeapReadProgress>? progress)
    {
        if (dump.FatalSignal is not var (signal, id))
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
            return On(thread, death, new StackFrames(lines), dump, details);
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

    private static HeapDeath On(ClrThread thread, HeapDeath death, StackFrames frames, RuntimeDump dump, DetailOptions details)
    {
        ClrStackFrame[] all = [.. thread.EnumerateStackTrace()];
        var whole = frames.Of(Array.FindAll(all, frame => frame is { Method: not null } or { Kind: ClrStackFrameKind.ManagedMethod }));
        var walked = whole.FindAll(frame => frame.Frame.Method is not null);
        death = death with { At = Own([.. whole.Select(frame => frame.Named)]) };
        if (walked.Exists(frame => frame.Named.Method == FailFast))
        {
            return death with { IsFailFast = true };
        }

        if (thread.CurrentException is { } exception && IsThrown(exception, all.FirstOrDefault(), walked))
        {
            var unhandled = new Exceptions(frames, new FieldReader(dump.Runtime, dump.Image), dump.Image, details.HidesValues).Of(exception);
            return death with { Unhandled = unhandled, At = unhandled.Frames.Count > 0 ? Own(unhandled.Frames) : death.At };
        }

        return death;
    }

    /// <summary>Whether an exception is on its way, not one that is being handled: then the thread stands in a handler, or in what that calls.</summary>
    private static bool IsThrown(ClrException exception, ClrStackFrame? innermost, List<WalkedFrame> walked)
    {
        // The runtime has this one made beforehand, and nobody can handle it.
        if (exception.Type.Name == StackOverflow)
        {
            return true;
        }

        // The innermost frame notes the throw, or (.NET 9) is of what dispatches exceptions, which is written in C# too.
        var managed = walked.FindAll(frame => frame.Frame.Kind == ClrStackFrameKind.ManagedMethod);
        if ((innermost is { Kind: ClrStackFrameKind.Runtime, FrameName: { } note } && (ThrowNotes.Contains(note) || (note.StartsWith(HelperNote, StringComparison.Ordinal) && innermost.Method is null)))
            || (managed is [var dispatching, ..] && Rethrowing.Contains(dispatching.Named.Method)))
        {
            return true;
        }

        // It has passed the frame that the thread stands in: by its place, since it may have been thrown again there.
        return managed.Find(frame => !frame.Named.Method.StartsWith(Dispatcher, StringComparison.Ordinal)).Frame is { Method: { } method } at
            && exception.EnumerateExceptionStackTrace().Take(MostPassed).Any(passed => passed.Method?.MethodDesc == method.MethodDesc
                && (passed.StackPointer == at.StackPointer || Math.Abs((long)(passed.InstructionPointer - at.InstructionPointer)) <= NextTo));
    }

    // What stands further in than a method that is known may be the program's own.
    private static HeapFrame? Own(IReadOnlyList<HeapFrame> frames) =>
        frames.Count > 0 && frames.FirstOrDefault(frame => !frame.IsFramework, frames[0]) is { Method: not HeapFrame.Unknown } own ? own : null;
}

using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Threads;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Reads the threads of a dump: stacks, locks, what they wait for, exceptions.</summary>
/// <remarks>What the DAC can't tell of one thread costs that one alone, and says so.</remarks>
internal sealed class ThreadReader(RuntimeDump dump, IThreadObjects objects, DetailOptions details) : IHeapThreads
{
    private const string Crashes = "the runtime's own library (DAC) crashes on it";

    public ReadThreads Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var (threads, warnings) = (new List<HeapThread>(), new List<string>());
        var names = new ThreadNames(dump.Runtime, dump.Image);
        var locks = new HeldLocks(dump, objects);
        Step(DacPieces.ThreadNames, "the names of threads", () => names.ReadAll([.. objects.OfTypes(name => name == FrameworkNames.Thread)]));
        Step(DacPieces.Locks, "locks", () => locks.Read(progress, cancellation));
        using var lines = new SourceLines();
        var frames = new StackFrames(lines, Tick);
        var exceptions = new Exceptions(frames, new FieldReader(dump.Runtime, dump.Image), dump.Image, details.HidesValues);
        var waits = new Waits(dump, objects, locks.ByObject);
        foreach (var thread in dump.Runtime.Threads.Where(thread => thread.IsAlive).OrderBy(thread => thread.ManagedThreadId))
        {
            Tick();
            threads.Add(Of(thread, names, frames, exceptions, waits));
        }

        if (objects is ScatteredObjects scattered)
        {
            warnings.InsertRange(0, NoHeapWords.Of(threads, dump.Runtime.Threads.Count(thread => thread.IsAlive && !names.Has(thread)), scattered));
        }

        warnings.AddRange(LeftOutWords.Of(dump.LeftOut, DacPieces.ThreadNames | DacPieces.Locks, dump.Runtime));
        return new ReadThreads(LockHolders.In(threads, locks.ByObject.Values), warnings);

        // A stack that ran over takes longer than whoever watches the DAC waits for a step.
        void Tick()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new HeapReadProgress("Reading threads", threads.Count, dump.Runtime.Threads.Length, "threads") { IsInDac = true });
        }

        void Step(DacPieces piece, string what, Action read)
        {
            if (dump.LeftOut.Has(piece))
            {
                return;
            }

            progress?.Report(new HeapReadProgress("Reading threads", 0, 0, "") { IsInDac = true });
            DacCall.Enters(piece);
            try
            {
                read();
            }
            catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
            {
                warnings.Add($"Not all of the threads is known: {what} could not be read ({ClrMdFailure.FirstLineOf(broken)}).");
            }

            DacCall.Leaves();
        }
    }

    private HeapThread Of(ClrThread thread, ThreadNames names, StackFrames frames, Exceptions exceptions, Waits waits)
    {
        var found = new HeapThread(thread.ManagedThreadId, thread.OSThreadId) { Name = details.HidesValues ? null : names.NameOf(thread), Traits = TraitsOf(thread) };
        if (dump.LeftOut.Has(DacPieces.StackWalks, thread.Address))
        {
            return found with { Unread = Crashes };
        }

        DacCall.Enters(DacPieces.StackWalks, thread.Address);
        try
        {
            var stack = CutStack.Of(thread, dump.Runtime);
            var walked = frames.Of(stack.Inner);
            var exception = thread.CurrentException;
            found = found with
            {
                Frames = [.. walked.Select(frame => frame.Named)],
                OuterFrames = [.. frames.Of(stack.Outer).Select(frame => frame.Named)],
                FramesLeftOut = stack.LeftOut,
                Unread = stack.IsGivenUp ? $"its {stack.Inner.Count + stack.LeftOut:N0} innermost frames took long enough" : null,
            };
            found = found with { Exception = exception is null ? null : exceptions.Of(exception) };

            // What the frames of a thread hold that is dispatching an exception is not asked for: that crashes the DAC (dotnet/runtime#124401).
            return found with { WaitsFor = waits.Of(thread, walked, () => exception is null ? thread.EnumerateStackRoots() : []) };
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            return found with { Unread = ClrMdFailure.FirstLineOf(broken) };
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    private static HeapThreadTraits TraitsOf(ClrThread thread) =>
        (thread.State.HasFlag(ClrThreadState.TS_Background) ? HeapThreadTraits.Background : 0)
        | ((thread.State & (ClrThreadState.TS_TPWorkerThread | ClrThreadState.TS_CompletionPortThread)) != 0 ? HeapThreadTraits.Pool : 0)
        | (thread.IsFinalizer ? HeapThreadTraits.Finalizer : 0)
        | (thread.IsGc ? HeapThreadTraits.Collector : 0);
}

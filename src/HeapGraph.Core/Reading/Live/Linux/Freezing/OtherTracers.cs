using System.Diagnostics;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>The one process that may trace another at a time. While it does, the other can neither be frozen by us nor write a dump
/// itself.</summary>
internal static class OtherTracers
{
    // Another heapgraph is done in milliseconds, createdump in seconds; a debugger stays.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int MostRaces = 10;

    /// <summary>Takes a copy once nobody else traces the process.</summary>
    /// <exception cref="HeapReadException">Somebody still does after five seconds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static T WaitFor<T>(int processId, Func<T> copy, CancellationToken cancellation)
    {
        var racesLeft = MostRaces;
        for (var waiting = Stopwatch.StartNew(); ;)
        {
            try
            {
                if (TracerOf(processId) == 0)
                {
                    return copy();
                }
            }
            catch (FreezeRefusedException refused) when (refused.Obstacle is null && racesLeft > 0 && (TracerOf(processId) != 0 || TraceObstacle.Of(processId) is null))
            {
                racesLeft--;   // another one came first, and may have let it go again by now
            }

            if (waiting.Elapsed > Patience && TracerOf(processId) is not 0 and var tracer)
            {
                throw new HeapReadException(
                    $"Process {processId} can't be read: {Describe(tracer)} traces it, as a debugger does, and only one can at a time.",
                    new Remedy.LetTracerGo());
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static int TracerOf(int processId)
    {
        try
        {
            return ProcessStatus.Of(processId).Tracer;
        }
        catch (IOException)
        {
            return 0;   // it has ended, which the copy says
        }
    }

    private static string Describe(int thread)
    {
        try
        {
            return $"thread {thread} ({File.ReadAllText(ProcPath.Of(thread, "comm")).Trim()})";
        }
        catch (IOException)
        {
            return $"thread {thread}";
        }
    }
}

using HeapGraph.Core.Reading.Live.Hosts;

namespace HeapGraph.Core.Reading.Live;

/// <summary>Copies a live process by the gentlest way there is: frozen for the copying of its memory only, else by a dump that
/// it writes itself.</summary>
internal static class HeapCopy
{
    /// <summary>Takes a copy.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it; the process runs on.</param>
    /// <exception cref="HeapReadException">It can't be taken.</exception>
    public static IHeapCopy Take(
        int processId, LiveOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        AccessObstacle? obstacle = null;
        try
        {
            if (ThisHost.Is.Freeze(processId, options, progress, cancellation) is { } copy)
            {
                return copy;
            }
        }
        catch (FreezeRefusedException refused)
        {
            obstacle = RequireAsking(processId, refused.Obstacle);
        }

        return ProcessDump.Take(processId, obstacle, progress, cancellation);
    }

    /// <summary>Why the process was not frozen, when it can be asked for a dump.</summary>
    private static AccessObstacle RequireAsking(int processId, AccessObstacle? known)
    {
        var access = ThisHost.Is.AccessTo(processId);
        access = access with { Freezing = known ?? access.Freezing ?? new AccessObstacle("the kernel refuses it", "run as root") };
        return access.Asking is null ? access.Freezing : throw access.Refusal(processId);
    }
}

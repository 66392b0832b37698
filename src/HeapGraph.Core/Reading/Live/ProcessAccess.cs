using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live;

/// <summary>By which ways a live process can be read from here. Finding out neither stops nor changes it.</summary>
/// <param name="Freezing">What forbids to freeze and copy it; null when that is allowed.</param>
/// <param name="Asking">What forbids to ask it for a dump over its diagnostics socket; null when that is allowed.</param>
internal sealed record ProcessAccess(AccessObstacle? Freezing, AccessObstacle? Asking)
{
    private const string Reachable =
        "run in the same container or beside it (--pid=container:NAME and the same volume as its temporary folder), with the same TMPDIR, and start it without DOTNET_EnableDiagnostics=0";

    /// <summary>Whether one of them is open.</summary>
    public bool IsPossible => Freezing is null || Asking is null;

    /// <summary>Why there is no way, in one line; null when there is one.</summary>
    public string? Obstacle => IsPossible ? null : $"ptrace is not allowed ({Freezing!.Reason}), and {Asking!.Reason}";

    /// <summary>Looks at a process.</summary>
    public static ProcessAccess Of(int processId) => OperatingSystem.IsLinux()
        ? new ProcessAccess(TraceObstacle.Of(processId), OfSocket(processId))
        : new ProcessAccess(
            new AccessObstacle("this system has none", "ask for its own dump"),
            DiagnosticsClient.GetPublishedProcesses().Contains(processId) ? null : new AccessObstacle("its diagnostics socket is not there", Reachable));

    /// <summary>What to say of a process that can't be read.</summary>
    /// <param name="processId">The process.</param>
    internal HeapReadException Refusal(int processId) => new(
        $"Process {processId} can't be read: ptrace is not allowed here ({Freezing?.Reason}), and {Asking?.Reason}.",
        $"Either {Freezing?.Remedy}; or, for a dump that it writes itself, {Asking?.Remedy}.");

    private static AccessObstacle? OfSocket(int processId)
    {
        try
        {
            return ProcessFiles.SocketOf(processId) is not { } socket
                ? new AccessObstacle("its diagnostics socket is not there", Reachable)
                : LinuxCalls.MayAccess(socket, LinuxCalls.ForWriting) != 0
                ? new AccessObstacle("its diagnostics socket belongs to another user", "run as that user or as root")
                : ProcessStatus.Of(processId).IsStopped
                ? new AccessObstacle("it is stopped by a signal (SIGSTOP), so it can't write a dump", $"let it run on with: kill -CONT {processId}")
                : ProcessStatus.Of(processId).Tracer != 0
                ? new AccessObstacle("who traces it keeps it from writing a dump too", "detach that one")
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return new AccessObstacle("its diagnostics socket can't be reached", Reachable);
        }
    }
}

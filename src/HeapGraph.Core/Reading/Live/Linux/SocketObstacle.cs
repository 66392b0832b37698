using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Tells why a process can't be asked for a dump, without asking it.</summary>
[SupportedOSPlatform("linux")]
internal static class SocketObstacle
{
    /// <returns>Null when it can be.</returns>
    public static AccessObstacle? Of(int processId)
    {
        try
        {
            using var folder = ProcessFiles.OpenTemporaryFolderOf(processId);
            using var socket = folder is null ? null : DiagnosticsSocket.In(folder, processId);
            return folder is null
                ? ProcessAccess.ContainerOutOfReach
                : socket is null
                ? ProcessAccess.NoSocket
                : !socket.IsTrusted
                ? ProcessAccess.SocketOf(socket.Owner)
                : LinuxCalls.MayAccess(socket.Path, LinuxCalls.ForWriting) != 0
                ? new AccessObstacle("its diagnostics socket belongs to another user", "run as that user or as root")
                : ProcessStatus.Of(processId).IsStopped
                ? new AccessObstacle("it is stopped by a signal (SIGSTOP), so it can't write a dump", $"let it run on with: kill -CONT {processId}")
                : ProcessStatus.Of(processId).Tracer != 0
                ? new AccessObstacle("who traces it keeps it from writing a dump too", "detach that one")
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ProcessAccess.SocketOutOfReach;
        }
    }
}

using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>The socket at which a process listens for diagnostics tools, held so that it is the one that was looked at.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DiagnosticsSocket : IDisposable
{
    private readonly SafeFileHandle _socket;
    private readonly int _processId;

    private DiagnosticsSocket(int processId, SafeFileHandle socket, string path, uint owner) =>
        (_processId, _socket, Path, Owner) = (processId, socket, path, owner);

    /// <summary>Where it is, as reached from here.</summary>
    public string Path { get; }

    /// <summary>The user that made it.</summary>
    public uint Owner { get; }

    /// <summary>Whether its maker may speak for the process: the process's own user, root or we. Anybody may make one of that name among
    /// temporary files that all share.</summary>
    public bool IsTrusted => Owner == 0 || Owner == FileCalls.User() || Owner == ProcessStatus.Of(_processId).User;

    /// <summary>Asks whoever listens there, and nobody else.</summary>
    public DiagnosticsClient Client =>
        DiagnosticsClientConnector.FromDiagnosticPort($"{DescriptorPath.Of(_socket)},connect", CancellationToken.None).GetAwaiter().GetResult().Instance;

    /// <summary>That of a process; null when there is none, or it is out of reach.</summary>
    public static DiagnosticsSocket? Of(int processId)
    {
        try
        {
            using var folder = ProcessFiles.OpenTemporaryFolderOf(processId);
            return folder is null ? null : In(folder, processId);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>That of a process among its temporary files; null when there is none.</summary>
    /// <remarks>A killed process leaves its socket behind, and its id comes round again: the last part of the name, the time at
    /// which the process started, tells them apart.</remarks>
    /// <exception cref="IOException">The process has ended.</exception>
    public static DiagnosticsSocket? In(OpenFolder folder, int processId)
    {
        var name = $"dotnet-diagnostic-{ProcessStatus.Of(processId).OwnId.ToString(CultureInfo.InvariantCulture)}-{ProcessStatus.StartOf(processId)}-socket";
        if (folder.Look(name) is not { } found)
        {
            return null;
        }

        if (FileFacts.Of(found) is { IsSocket: true } facts)
        {
            var path = System.IO.Path.Combine(ProcessFiles.RootOf(processId) + ProcessFiles.TemporaryFolderOf(processId), name);
            return new DiagnosticsSocket(processId, found, path, facts.Owner);
        }

        found.Dispose();
        return null;
    }

    /// <summary>Whether a process has one that can be trusted.</summary>
    public static bool IsThere(int processId)
    {
        using var socket = Of(processId);
        return socket is { IsTrusted: true };
    }

    public void Dispose() => _socket.Dispose();
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>A dump in a folder that only we own, among a process's temporary files, of which the process may write to one file that is there
/// already.</summary>
/// <remarks>The process may be another user's and the folder of its temporary files too, so nothing is done twice by one path: folders and the
/// file are held open, and what is read is the file that was made, whatever stands at its name by then. A lock on the folder tells that its
/// owner lives, in whatever pid namespace; the kernel opens it when that one ends. What a killed heapgraph leaves behind is swept away by the
/// next one of the same user.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class OwnDump : IOwnDump
{
    private const string Prefix = "heapgraph-", DumpName = "heap.dmp";
    private static readonly TimeSpan TimeToLock = TimeSpan.FromMinutes(1);

    private readonly int _processId;
    private readonly OpenFolder _parent;
    private readonly string _name;
    private OpenFolder? _folder;
    private SafeFileHandle? _dump;
    private DiagnosticsSocket? _socket;

    private OwnDump(int processId, OpenFolder parent, string inside)
    {
        (_processId, _parent) = (processId, parent);
        _name = $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
        Inside = System.IO.Path.Combine(inside, _name, DumpName);
    }

    public string Inside { get; }

    public string Path => DescriptorPath.Of(_dump!);

    public long Bytes => FileFacts.Of(_dump!)?.Bytes ?? 0;

    public bool IsBeingTaken => ProcessStatus.Of(_processId).Tracer != 0;

    public DiagnosticsClient Client => _socket!.Client;

    /// <summary>Makes one that a process may write to.</summary>
    /// <exception cref="IOException">It can't be made, or the process can't be asked.</exception>
    public static OwnDump Of(int processId)
    {
        var parent = ProcessFiles.OpenTemporaryFolderOf(processId) ?? throw new IOException(ProcessAccess.ContainerOutOfReach.Reason);
        var dump = new OwnDump(processId, parent, ProcessFiles.TemporaryFolderOf(processId));
        try
        {
            dump.Make();
            return dump;
        }
        catch
        {
            dump.Dispose();
            throw;
        }
    }

    public void LoseName()
    {
        if (_folder is not null)
        {
            Delete(_parent, _folder, _name);
            _folder.Dispose();
            _folder = null;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _dump?.Dispose();
        LoseName();
        _parent.Dispose();
    }

    private void Make()
    {
        Sweep();
        _folder = _parent.Make(_name);
        _folder.TryLock();
        _dump = _folder.New(DumpName);
        var (own, other) = (ProcessStatus.Own, ProcessStatus.Of(_processId));
        if (own.User != other.User)
        {
            // To one file alone, which nobody but that user could read anyway.
            if (FileCalls.ChangeOwner(_dump, other.User, other.Group) != 0)
            {
                throw new IOException($"the dump can't be handed to user {other.User}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
            }

            _folder.LetOthersEnter();
        }

        _socket = DiagnosticsSocket.In(_parent, _processId);
        if (_socket is not { IsTrusted: true })
        {
            throw new IOException((_socket is null ? ProcessAccess.NoSocket : ProcessAccess.SocketOf(_socket.Owner)).Reason);
        }
    }

    private void Sweep()
    {
        try
        {
            foreach (var path in Directory.EnumerateDirectories(_parent.Path, $"{Prefix}*"))
            {
                var name = System.IO.Path.GetFileName(path);
                if (name.Split('-') is [_, var owner, { Length: 32 }] && int.TryParse(owner, CultureInfo.InvariantCulture, out _) && _parent.Existing(name) is { } left)
                {
                    using (left)
                    {
                        if (left.Facts is { IsOurs: true, Changed: var changed } && DateTimeOffset.UtcNow - changed > TimeToLock && left.TryLock())
                        {
                            Delete(_parent, left, name);
                        }
                    }
                }
            }
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to and not listed.
        }
    }

    private static void Delete(OpenFolder parent, OpenFolder folder, string name)
    {
        folder.Delete(DumpName);
        folder.Delete("lock");   // of version 0.1
        parent.DeleteFolder(name);
    }
}

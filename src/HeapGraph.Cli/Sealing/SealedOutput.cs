using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Sealing;

/// <summary>The one file that a sealed process may write: whatever it asks for, it gets a new file in the folder that the command line names, and
/// that file may get the name that the command line gives it, or with another ending for what Graphviz could not draw.</summary>
/// <remarks>The folder is opened once, so whatever stands at its path later gets nothing.</remarks>
/// <param name="path">The file; null for none.</param>
[SupportedOSPlatform("linux")]
internal sealed class SealedOutput(string? path) : IDisposable
{
    private const int Writes = 3, Creates = 0x40, CloseOnExec = 0x8_0000, Exclusive = 0x80, ReadWrite = 2, WriteOnly = 1, Truncates = 0x200;
    private const int Unnamed = 0x40_0000, ForItsPath = 0x20_0000, CurrentFolder = -100, FollowLinks = 0x400;
    private const int MostFiles = 8;
    private const uint OwnerOnly = 0x180;   // rw-------

    private static readonly int NoFollow = SystemCall.IsArm ? 0x8000 : 0x2_0000;
    private static readonly int IsFolder = SystemCall.IsArm ? 0x4000 : 0x1_0000;

    private readonly string? _path = path is null ? null : Path.GetFullPath(path);
    private readonly string? _folder = FolderOf(path);
    private readonly SafeFileHandle? _place = FolderOf(path) is { } folder ? Opened(folder, ForItsPath | IsFolder | CloseOnExec) : null;
    private readonly HashSet<string> _made = [];
    private SafeFileHandle? _content;

    /// <summary>A file or folder for it; null when that is none of these.</summary>
    /// <param name="asked">The path that it asks for.</param>
    /// <param name="folder">The descriptor of a folder from which it asks.</param>
    /// <param name="flags">How it asks (open(2)).</param>
    public SafeFileHandle? Open(string asked, int folder, int flags)
    {
        if (_place is null)
        {
            return null;
        }

        if ((flags & Unnamed) == Unnamed && (flags & Writes) != 0)
        {
            _content = Opened(Place, Unnamed | IsFolder | ReadWrite | CloseOnExec) ?? _content;
            return _content is null ? null : Copy(_content);
        }

        var full = Full(asked, folder);
        if (full == _folder && (flags & (Writes | Creates)) == 0)
        {
            return Opened(Place, IsFolder | CloseOnExec);   // the kernel hands over nothing that was opened for its path only
        }

        if ((flags & (Writes | Creates)) == 0 || !IsOfOurs(full) || _made.Count > MostFiles)
        {
            return null;
        }

        // A device, such as /dev/null or a descriptor, is written to as it is.
        if (full == _path && _path is not null && AtomicFile.IsDevice(_path))
        {
            return Opened(_path, WriteOnly | CloseOnExec);
        }

        if (_made.Contains(full!))
        {
            return Opened(Here(full!), (flags & (Writes | Truncates)) | NoFollow | CloseOnExec);
        }

        var file = Opened(Here(full!), Creates | Exclusive | ReadWrite | NoFollow | CloseOnExec);
        if (file is not null)
        {
            _made.Add(full!);
        }

        return file;
    }

    /// <summary>Whether a path is one of what may be written, or leads there.</summary>
    public bool MayLookAt(string full) => _folder is not null && (IsOfOurs(full) || full == _folder || _folder.StartsWith($"{full}/", StringComparison.Ordinal));

    /// <summary>Gives the file without a name its name.</summary>
    /// <returns>0, or the number of an error.</returns>
    public int Link(string? name) => _content is not null && Full(name, 0) is { } full && IsOfOurs(full)
        ? Made(full, SealCalls.Link(CurrentFolder, DescriptorPath.Of(_content), CurrentFolder, Here(full), FollowLinks))
        : SealCalls.AccessDenied;

    /// <summary>Renames a file that was made to the output's name.</summary>
    public int Rename(string? from, string? to) => Full(from, 0) is { } old && Full(to, 0) is { } next && _made.Contains(old) && IsOfOurs(next)
        ? Made(next, SealCalls.Rename(Here(old), Here(next)))
        : SealCalls.AccessDenied;

    /// <summary>Deletes a file that was made; there is nothing else to delete.</summary>
    public int Delete(string? name) => Full(name, 0) is { } full && _made.Remove(full) && SealCalls.Delete(Here(full)) != 0 ? Marshal.GetLastPInvokeError() : 0;

    public void Dispose()
    {
        _content?.Dispose();
        _place?.Dispose();
    }

    // Names without a folder are names in the one of the output.
    private string? Full(string? asked, int folder) => asked is not { Length: > 0 } ? null
        : Path.IsPathRooted(asked) || folder == CurrentFolder ? Path.GetFullPath(asked)
        : asked == "." ? _folder : _folder is null || asked.Contains('/', StringComparison.Ordinal) ? null : Path.Combine(_folder, asked);

    private bool IsOfOurs(string? full) => full is not null && _path is not null && (full == _path || full == Path.ChangeExtension(_path, "dot")
        || (Path.GetDirectoryName(full) == _folder && LeftFiles.Has(Path.GetFileName(full))));

    private string Place => DescriptorPath.Of(_place!);

    // All that is made is made in the one folder.
    private string Here(string full) => Path.Combine(Place, Path.GetFileName(full));

    private static string? FolderOf(string? path) => path is null ? null : Path.GetDirectoryName(Path.GetFullPath(path));

    private int Made(string full, int result)
    {
        if (result != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        _made.Add(full);
        return 0;
    }

    private static SafeFileHandle? Opened(string path, int flags) => SealCalls.Open(path, flags, OwnerOnly) is >= 0 and var number ? new SafeFileHandle(number, ownsHandle: true) : null;

    private static SafeFileHandle? Copy(SafeFileHandle file) => Opened(DescriptorPath.Of(file), ReadWrite | CloseOnExec);
}

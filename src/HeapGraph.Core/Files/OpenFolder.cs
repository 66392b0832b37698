using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A folder that is held open: what is done in it is done there, whatever is put at its path meanwhile. No symbolic link in it
/// is ever followed.</summary>
[SupportedOSPlatform("linux")]
internal sealed class OpenFolder : IDisposable
{
    private const uint OwnerOnly = 0x180;   // rw-------
    private const uint OwnersFolder = 0x1C0;   // rwx------
    private const int Tries = 20;   // of what the kernel asks to try again

    private readonly SafeFileHandle _handle;

    private OpenFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>A path to it that no renaming changes.</summary>
    public string Path => DescriptorPath.Of(_handle);

    /// <summary>What it is.</summary>
    public FileFacts? Facts => FileFacts.Of(_handle);

    /// <summary>The folder at a path.</summary>
    /// <exception cref="IOException">There is none, or it may not be entered.</exception>
    public static OpenFolder At(string path) =>
        new(Handle(FileCalls.OpenPath(path, FileCalls.Folder | FileCalls.PathOnly | FileCalls.CloseOnExec)) ?? throw Failure(path));

    /// <summary>The folder at a path as one sees it whose root folder this is: no link leads out of it.</summary>
    /// <returns>Null where the kernel can't tell (openat2 came with Linux 5.6, and old filters of system calls forbid it).</returns>
    /// <exception cref="IOException">There is no such folder, or it may not be entered.</exception>
    public OpenFolder? Inside(string path)
    {
        for (var tried = 1; ; tried++)
        {
            if (Handle(FileCalls.OpenInside(_handle, path, FileCalls.Folder | FileCalls.PathOnly | FileCalls.CloseOnExec)) is { } handle)
            {
                return new OpenFolder(handle);
            }

            var error = Marshal.GetLastPInvokeError();
            if (error is FileCalls.NotImplemented or FileCalls.NotPermitted)
            {
                return null;
            }

            if (error != FileCalls.TryAgain || tried == Tries)
            {
                throw Failure(path);
            }
        }
    }

    /// <summary>Makes a folder in it that only we own and may use.</summary>
    /// <exception cref="IOException">It can't be made, or somebody has put another one in its place.</exception>
    public OpenFolder Make(string name)
    {
        if (FileCalls.MakeFolder(_handle, name, OwnersFolder) != 0)
        {
            throw Failure(name);
        }

        var made = Existing(name) ?? throw Failure(name);
        if (made.Facts is { IsOurs: true })
        {
            return made;
        }

        made.Dispose();
        throw new IOException($"somebody has put another folder at '{name}'");
    }

    /// <summary>A folder in it; null when there is none of that name, or it may not be read.</summary>
    public OpenFolder? Existing(string name) =>
        Handle(FileCalls.Open(_handle, name, FileCalls.Folder | FileCalls.NoLink | FileCalls.CloseOnExec, 0)) is { } handle ? new OpenFolder(handle) : null;

    /// <summary>Holds on to something in it that is not opened; null when there is none of that name.</summary>
    public SafeFileHandle? Look(string name) => Handle(FileCalls.Open(_handle, name, FileCalls.PathOnly | FileCalls.NoLink | FileCalls.CloseOnExec, 0));

    /// <summary>A new file that only we may read, without a name; null where the file system has none. Gone when it is closed.</summary>
    public SafeFileHandle? NewUnnamed() =>
        DescriptorPath.Works ? Handle(FileCalls.Open(_handle, ".", FileCalls.Unnamed | FileCalls.ReadWrite | FileCalls.CloseOnExec, OwnerOnly)) : null;

    /// <summary>A new file that only we may read.</summary>
    /// <exception cref="IOException">It can't be made, or the name is taken.</exception>
    public SafeFileHandle New(string name) =>
        Handle(FileCalls.Open(_handle, name, FileCalls.Create | FileCalls.Exclusive | FileCalls.NoLink | FileCalls.ReadWrite | FileCalls.CloseOnExec, OwnerOnly))
            ?? throw Failure(name);

    /// <summary>Gives an open file a name in it.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="IOException">It can't be.</exception>
    public bool Link(SafeFileHandle file, string name) =>
        FileCalls.Link(DescriptorPath.Of(file), _handle, name) == 0 || (Marshal.GetLastPInvokeError() == FileCalls.Exists ? false : throw Failure(name));

    /// <summary>Renames a file in it, in place of one that has the name already.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    public void Rename(string from, string to)
    {
        if (FileCalls.Rename(_handle, from, _handle, to) != 0)
        {
            throw Failure(to);
        }
    }

    /// <summary>Deletes a file in it, if there is one.</summary>
    public void Delete(string name) => _ = FileCalls.Delete(_handle, name, 0);

    /// <summary>Deletes an empty folder in it, if there is one.</summary>
    public void DeleteFolder(string name) => _ = FileCalls.Delete(_handle, name, FileCalls.ItIsFolder);

    /// <summary>Locks it until it is closed, however that happens.</summary>
    /// <returns>False when somebody else holds it.</returns>
    public bool TryLock() => FileCalls.Lock(_handle, FileCalls.LockAlone) == 0;

    /// <summary>Lets others find what they know the name of in it.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    public void LetOthersEnter()
    {
        const uint Entered = OwnersFolder | 0x9;   // rwx--x--x
        if (FileCalls.ChangeMode(_handle, Entered) != 0)
        {
            throw Failure(Path);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle? Handle(int descriptor) => descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);

    private static IOException Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }
}

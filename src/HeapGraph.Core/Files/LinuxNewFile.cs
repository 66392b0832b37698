using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A file that has no name until it is finished, so nothing stays of it however we end.</summary>
/// <remarks>Where the file system has no such files, it has a name that nobody can guess. One that takes the place of another gets such a name
/// too, for the moment before it is renamed: the kernel links to free names only.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class LinuxNewFile : INewFile
{
    private readonly OpenFolder _folder;
    private readonly string _name;
    private string? _temporary;   // the name that it has meanwhile

    /// <param name="folder">Where it is made.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public LinuxNewFile(string folder, string name)
    {
        (_folder, _name) = (OpenFolder.At(folder), name);
        try
        {
            if (_folder.NewUnnamed() is { } unnamed)
            {
                Content = unnamed;
                return;
            }

            LeftFiles.Sweep(folder);
            var temporary = LeftFiles.NewName();
            Content = _folder.New(temporary);
            _temporary = temporary;
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public SafeFileHandle Content { get; }

    public bool TryTake(SafeFileHandle other)
    {
        if (_temporary is not null || FileFacts.Of(other) is not { IsOurs: true, IsPlainFile: true } taken || taken.Device != FileFacts.Of(Content)?.Device)
        {
            return false;
        }

        try
        {
            GiveTemporaryName(other);
            return true;
        }
        catch (IOException)
        {
            return false;   // such as two mounts of one file system
        }
    }

    public void Finish()
    {
        if (_temporary is null && !_folder.Link(Content, _name))
        {
            GiveTemporaryName(Content);
        }

        if (_temporary is not null)
        {
            _folder.Rename(_temporary, _name);
            _temporary = null;
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        if (_temporary is not null)
        {
            _folder.Delete(_temporary);
        }

        _folder.Dispose();
    }

    private void GiveTemporaryName(SafeFileHandle file)
    {
        var name = LeftFiles.NewName();
        _folder.Link(file, name);
        _temporary = name;
    }
}

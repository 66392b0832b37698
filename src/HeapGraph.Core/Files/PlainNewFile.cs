using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A file that has a name nobody can guess until it is finished.</summary>
internal sealed class PlainNewFile : INewFile
{
    private readonly string _path;
    private readonly string _temporary;

    /// <param name="folder">Where it is made.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public PlainNewFile(string folder, string name)
    {
        LeftFiles.Sweep(folder);
        (_path, _temporary) = (Path.Combine(folder, name), Path.Combine(folder, LeftFiles.NewName()));
        Content = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Content, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public SafeFileHandle Content { get; }

    public bool TryTake(SafeFileHandle other) => false;

    public void Finish()
    {
        Content.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        Content.Dispose();
        File.Delete(_temporary);   // no error when it has its name by now
    }
}

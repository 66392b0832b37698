namespace HeapGraph.Cli.Tests;

/// <summary>An empty folder that is the current one; all is as it was on disposal.</summary>
/// <remarks>The current folder is one for the whole process, so only tests of <see cref="CurrentFolderCollection"/> may have one of their own.</remarks>
internal sealed class CurrentFolder : IDisposable
{
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly TemporaryFolder _folder = new();

    public CurrentFolder() => Directory.SetCurrentDirectory(_folder.Path);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Dispose();
    }
}

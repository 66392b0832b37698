namespace HeapGraph.Cli.Tests;

/// <summary>An empty current folder, put back and deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _before = Directory.GetCurrentDirectory();

    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("heapgraph.test.").FullName;
        Directory.SetCurrentDirectory(Path);
    }

    public string Path { get; }

    public string File(string name, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(Path, recursive: true);
    }
}

namespace HeapGraph.Cli.Tests;

/// <summary>An empty folder, deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("heapgraph.test.").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string File(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(At(name), content);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

namespace HeapGraph.Core.Reading.Memory;

/// <summary>A dump in a file.</summary>
/// <param name="path">The file.</param>
internal sealed class DumpFile(string path) : IDumpBytes
{
    public string Name => path;

    public Stream Open() => File.OpenRead(path);

    public IMappedBytes Map() => new MappedFile(path);
}

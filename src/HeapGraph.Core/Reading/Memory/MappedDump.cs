namespace HeapGraph.Core.Reading.Memory;

/// <summary>A dump in a file that was mapped while it had a name.</summary>
/// <param name="path">The file.</param>
/// <exception cref="IOException">It can't be mapped.</exception>
internal sealed unsafe class MappedDump(string path) : HeldDump(path)
{
    private readonly MappedFile _file = new(path);

    public override byte* Pointer => _file.Pointer;

    protected override long Length => _file.Bytes;

    protected override void Free() => _file.Dispose();
}

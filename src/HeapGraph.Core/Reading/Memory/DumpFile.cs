using HeapGraph.Core.Files;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>A dump in a file.</summary>
/// <param name="path">The file.</param>
internal sealed class DumpFile(string path) : IDumpBytes
{
    public string Name => path;

    public DateTimeOffset? WrittenAt => FileFacts.Of(path)?.Changed ?? (File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)) : null);

    public Stream Open()
    {
        RequireContent();
        var file = File.OpenRead(path);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw NoContent();
    }

    public IMappedBytes Map()
    {
        RequireContent();
        return new MappedFile(path);
    }

    // A pipe has no length, and must not be opened, since that waits for somebody to write to it.
    private void RequireContent()
    {
        if ((FileInfo)(File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is { Exists: true, Length: 0 })
        {
            throw NoContent();
        }
    }

    private HeapReadException NoContent() => new(
        $"'{path}' is empty, or no file but a pipe or a device.", new Remedy.CollectToFile());
}

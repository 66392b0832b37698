using System.IO.MemoryMappedFiles;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>A file mapped whole for reading.</summary>
internal sealed unsafe class MappedFile : IMappedBytes
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file.</param>
    /// <param name="isPrivateCopy">Whether the memory may be written to, which the file does not see.</param>
    /// <exception cref="IOException">The file can't be mapped.</exception>
    public MappedFile(string path, bool isPrivateCopy = false)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        Bytes = stream.Length;
        var access = isPrivateCopy ? MemoryMappedFileAccess.CopyOnWrite : MemoryMappedFileAccess.Read;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, access, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _file.CreateViewAccessor(0, 0, access);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = pointer;
    }

    public byte* Pointer { get; }

    public long Bytes { get; }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}

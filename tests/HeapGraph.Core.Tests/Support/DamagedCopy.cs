using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Tests.Support;

/// <summary>A dump that is damaged in a private copy of its memory only, word by word, and mended again. The file stays as it is.</summary>
internal sealed unsafe class DamagedCopy : IDumpBytes, IDisposable
{
    private readonly MappedFile _file;
    private readonly List<(nint At, byte[] Was)> _undamaged = [];
    private long _held;

    public DamagedCopy(string path)
    {
        (Name, _file) = (path, new MappedFile(path, isPrivateCopy: true));
        _held = _file.Bytes;
        Whole = ElfCoreImage.Of(new Held(_file, _held), path);
    }

    public string Name { get; }

    public DateTimeOffset? WrittenAt => null;

    /// <summary>The memory by the table of contents as it was.</summary>
    public MemoryImage Whole { get; }

    public long Bytes => _file.Bytes;

    /// <summary>A word of the target's memory.</summary>
    public ulong this[ulong address]
    {
        get => Whole.Read<ulong>(address);
        set => Overwrite((nint)Whole.PointerTo(address, out _), BitConverter.GetBytes(value));
    }

    public Stream Open() => new UnmanagedMemoryStream(_file.Pointer, _held);

    public IMappedBytes Map() => new Held(_file, _held);

    /// <summary>Overwrites the target's memory with zeros, as far as the dump holds it in one piece.</summary>
    public void Zero(ulong address, ulong bytes)
    {
        var pointer = Whole.PointerTo(address, out var available);
        Overwrite((nint)pointer, new byte[Math.Min(bytes, available)]);
    }

    /// <summary>Overwrites bytes of the file.</summary>
    public void WriteFile(long offset, byte[] bytes) => Overwrite((nint)_file.Pointer + (nint)offset, bytes);

    /// <summary>Bytes of the file.</summary>
    public byte[] ReadFile(long offset, int bytes) => new ReadOnlySpan<byte>(_file.Pointer + offset, bytes).ToArray();

    /// <summary>Lets the file end early.</summary>
    public void Cut(long bytes) => _held = bytes;

    /// <summary>Takes all damage back.</summary>
    public void Mend()
    {
        for (var index = _undamaged.Count - 1; index >= 0; index--)
        {
            _undamaged[index].Was.CopyTo(new Span<byte>((void*)_undamaged[index].At, _undamaged[index].Was.Length));
        }

        _undamaged.Clear();
        _held = _file.Bytes;
    }

    public void Dispose() => _file.Dispose();

    private void Overwrite(nint at, byte[] bytes)
    {
        var target = new Span<byte>((void*)at, bytes.Length);
        _undamaged.Add((at, target.ToArray()));
        bytes.CopyTo(target);
    }

    /// <summary>The first bytes of the mapped file, which stays open.</summary>
    private sealed class Held(MappedFile file, long bytes) : IMappedBytes
    {
        public byte* Pointer => file.Pointer;

        public long Bytes => bytes;

        public void Dispose()
        {
        }
    }
}

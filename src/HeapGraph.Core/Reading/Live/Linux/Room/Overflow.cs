using System.Collections.Concurrent;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>The part of a copy that memory has no room for: written to a file without a name while the process stands still.</summary>
/// <remarks>Memory takes all that it can, since the disk is what takes long. Small stretches go to memory in any case: each would be a
/// mapping of its own.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class Overflow : IDisposable
{
    private const ulong PieceBytes = 8 << 20, WorthMoving = 1 << 20;

    private readonly UnnamedFile _file;
    private readonly long _from;
    private readonly List<CopiedMemory> _pieces = [];
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private int _next;
    private long _written;
    private long _unreadable;

    /// <param name="folder">Where the file is made.</param>
    /// <param name="room">Length of the copy.</param>
    /// <param name="parts">What will be copied, as far as is known.</param>
    /// <param name="most">How many bytes memory has room for.</param>
    /// <param name="crew">How many threads will copy.</param>
    /// <exception cref="HeapReadException">The disk has no room for it.</exception>
    public Overflow(string folder, long room, IReadOnlyList<CopiedMemory> parts, long most, int crew)
    {
        _from = PlaceAfter(parts, most);
        _file = new UnnamedFile(folder, room);
        var needed = 0L;
        var hasRoom = true;
        foreach (var part in parts)
        {
            var stays = BytesInMemory(part);
            needed += (long)(part.Bytes - stays);
            hasRoom = hasRoom && (stays == part.Bytes || _file.Reserve(part.Offset + (long)stays, part.Offset + (long)part.Bytes));
        }

        if (!hasRoom)
        {
            Dispose();
            throw new HeapReadException(
                $"The copy of the process needs {needed:N0} bytes beside memory, and '{folder}' has less.",
                new Remedy.Either(new Remedy.Plain("Make room."), new Remedy.SpillElsewhere(IsLarger: true)));
        }

        for (var index = 0; index < crew; index++)
        {
            _scratch.Add(new Scratch());
        }
    }

    /// <summary>Bytes to write.</summary>
    public long Bytes => _pieces.Sum(piece => (long)piece.Bytes);

    /// <summary>Bytes that were written.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Bytes of them that could not be read; zeros stand for them.</summary>
    public long Unreadable => Volatile.Read(ref _unreadable);

    /// <summary>How many bytes at the beginning of a stretch go to memory.</summary>
    public ulong BytesInMemory(CopiedMemory part)
    {
        var stays = (ulong)Math.Clamp(_from - part.Offset, 0, (long)part.Bytes);
        return part.Bytes - stays < WorthMoving ? part.Bytes : stays;
    }

    /// <summary>Takes what of the copy does not go to memory.</summary>
    public void Add(IReadOnlyList<CopiedMemory> parts)
    {
        _next = Math.Min(_next, _pieces.Count);   // whoever found none before went on counting
        foreach (var part in parts)
        {
            for (var start = BytesInMemory(part); start < part.Bytes; start += PieceBytes)
            {
                _pieces.Add(new CopiedMemory(part.Address + start, Math.Min(PieceBytes, part.Bytes - start), part.Offset + (long)start));
            }
        }
    }

    /// <summary>Writes pieces until none is left; for any number of threads at once.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="mayGoOn">Asked before each piece.</param>
    public void Copy(int processId, Func<bool> mayGoOn)
    {
        if (!_scratch.TryTake(out var scratch))
        {
            scratch = new Scratch();
        }

        for (int index; mayGoOn() && (index = Interlocked.Increment(ref _next) - 1) < _pieces.Count;)
        {
            var piece = _pieces[index];
            var bytes = new Span<byte>(scratch.Pointer, (int)piece.Bytes);
            bytes.Clear();   // of the piece before, where this one can't be read
            var memory = new MemoryPieces(processId);
            memory.Add(piece.Address, piece.Bytes, scratch.Pointer);
            memory.Copy(() => true);
            _file.Write(bytes, piece.Offset);
            Interlocked.Add(ref _written, bytes.Length);
            Interlocked.Add(ref _unreadable, memory.Unreadable);
        }

        _scratch.Add(scratch);
    }

    /// <summary>Has the copy hold what was written.</summary>
    public void MapInto(CopyRoom copy) => copy.MapOver(_file, CopiedMemory.PlacesOf(_pieces));

    public void Dispose()
    {
        _file.Dispose();
        while (_scratch.TryTake(out var scratch))
        {
            scratch.Dispose();
        }
    }

    private static long PlaceAfter(IReadOnlyList<CopiedMemory> parts, long most)
    {
        foreach (var (start, end) in CopiedMemory.PlacesOf(parts))
        {
            if (end - start > most)
            {
                return start + (Math.Max(0, most) & -(long)OwnPages.PageBytes);
            }

            most -= end - start;
        }

        return long.MaxValue;
    }

    /// <summary>Touched memory that begins with a page, as writing past the kernel's cache needs.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly MemoryCopy _memory = new((nuint)(PieceBytes + OwnPages.PageBytes));

        public Scratch()
        {
            Pointer = (byte*)(((nint)_memory.Pointer + (nint)OwnPages.PageBytes - 1) & -(nint)OwnPages.PageBytes);
            new Span<byte>(Pointer, (int)PieceBytes).Clear();
        }

        public byte* Pointer { get; }

        public void Dispose() => _memory.Dispose();
    }
}

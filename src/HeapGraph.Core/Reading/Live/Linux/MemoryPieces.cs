using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What is to be copied from a process, in pieces that several threads take one after the other.</summary>
/// <remarks>A piece is one process_vm_readv call of up to <see cref="PieceBytes"/>. Memory that can't be read stays as it
/// is in the copy, and is counted.</remarks>
internal sealed unsafe class MemoryPieces(int processId)
{
    private const ulong PieceBytes = 4 << 20;
    private const int StretchesPerPiece = 512;

    private readonly List<LinuxCalls.Stretch> _remote = [];
    private readonly List<LinuxCalls.Stretch> _local = [];
    private readonly List<int> _pieces = [0];   // each one's first stretch
    private ulong _pieceBytes;
    private int _next;
    private long _copied;
    private long _unreadable;

    /// <summary>Bytes to copy in all.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes that were copied.</summary>
    public long Copied => Volatile.Read(ref _copied);

    /// <summary>Bytes that could not be read.</summary>
    public long Unreadable => Volatile.Read(ref _unreadable);

    /// <summary>Adds a stretch of the process and where it goes.</summary>
    public void Add(ulong address, ulong bytes, byte* destination)
    {
        Bytes += (long)bytes;
        while (bytes > 0)
        {
            if (_pieceBytes == PieceBytes || _remote.Count - _pieces[^1] == StretchesPerPiece)
            {
                _pieces.Add(_remote.Count);
                _pieceBytes = 0;
            }

            var part = Math.Min(bytes, PieceBytes - _pieceBytes);
            _remote.Add(new LinuxCalls.Stretch(address, part));
            _local.Add(new LinuxCalls.Stretch((ulong)destination, part));
            address += part;
            destination += part;
            bytes -= part;
            _pieceBytes += part;
        }
    }

    /// <summary>Copies pieces until none is left; for any number of threads at once.</summary>
    /// <param name="mayGoOn">Asked before each piece.</param>
    public void Copy(Func<bool> mayGoOn)
    {
        for (int piece; mayGoOn() && (piece = Interlocked.Increment(ref _next) - 1) < _pieces.Count;)
        {
            Copy(_pieces[piece], piece + 1 < _pieces.Count ? _pieces[piece + 1] : _remote.Count);
        }
    }

    private void Copy(int first, int end)
    {
        fixed (LinuxCalls.Stretch* from = CollectionsMarshal.AsSpan(_remote), to = CollectionsMarshal.AsSpan(_local))
        {
            while (first < end)
            {
                var read = LinuxCalls.ReadMemory(processId, to + first, (nuint)(end - first), from + first, (nuint)(end - first), 0);
                var left = (ulong)Math.Max(0, read);
                Interlocked.Add(ref _copied, (long)left);
                while (first < end && left >= from[first].Bytes)
                {
                    left -= from[first++].Bytes;
                }

                if (first < end)
                {
                    // The read ended at a page that can't be read: the rest of the piece goes on behind it.
                    var page = Math.Min(from[first].Bytes, left + OwnPages.PageBytes - (from[first].Address + left) % OwnPages.PageBytes);
                    Interlocked.Add(ref _unreadable, (long)(page - left));
                    from[first] = new LinuxCalls.Stretch(from[first].Address + page, from[first].Bytes - page);
                    to[first] = new LinuxCalls.Stretch(to[first].Address + page, to[first].Bytes - page);
                    if (from[first].Bytes == 0)
                    {
                        first++;
                    }
                }
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>The references that one worker reads, piece after piece, in blocks that are never moved.</summary>
internal sealed class TargetList
{
    private const int BlockLength = 4 << 20;
    private readonly List<int[]> _blocks = [];
    private int[] _block = [];
    private int _used;   // entries of the last block

    /// <summary>Number of references so far.</summary>
    public long Count => _blocks.Count == 0 ? 0 : (_blocks.Count - 1L) * BlockLength + _used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int objectIndex)
    {
        if (_used == _block.Length)
        {
            Grow();
        }

        _block[_used++] = objectIndex;
    }

    /// <summary>Copies the references from one on.</summary>
    public void CopyTo(Span<int> to, long first)
    {
        while (!to.IsEmpty)
        {
            var start = (int)(first % BlockLength);
            var part = _blocks[(int)(first / BlockLength)].AsSpan(start, Math.Min(BlockLength - start, to.Length));
            part.CopyTo(to);
            to = to[part.Length..];
            first += part.Length;
        }
    }

    private void Grow()
    {
        _block = GC.AllocateUninitializedArray<int>(BlockLength);
        _blocks.Add(_block);
        _used = 0;
    }
}

using System.Collections.Concurrent;

namespace Common.Buffers;

/// <summary>Blocks that wait for their next use.</summary>
sealed class BufferPool(int blockSize, int most)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public byte[] Rent() => _free.TryTake(out var block) ? block : new byte[blockSize];

    public void Return(byte[] block)
    {
        if (_free.Count < most)
        {
            _free.Add(block);
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace Shop;

static class Feed
{
    public static readonly Pipe Pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    public static void Write(Pipe pipe, int segments, int bytes)
    {
        for (var written = 0; written < segments; written++)
        {
            pipe.Writer.GetMemory(bytes).Span.Fill((byte)(1 + (written % 2)));
            pipe.Writer.Advance(bytes);
            pipe.Writer.FlushAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}

static class Blocks
{
    static readonly ConcurrentQueue<byte[]> Free = new();
    static readonly List<byte[]> InUse = [];

    public static void Fill(int count)
    {
        for (var made = 0; made < count + 20; made++)
        {
            var block = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
            Array.Fill(block, (byte)(1 + (made % 3)));
            if (made < 20)
            {
                InUse.Add(block);
            }
            else
            {
                Free.Enqueue(block);
            }
        }
    }
}

static class Orders
{
    public static void Return(int arrays, int orders)
    {
        var rented = new Order[arrays][];
        for (var index = 0; index < arrays; index++)
        {
            rented[index] = ArrayPool<Order>.Shared.Rent(1_024);
            for (var number = 0; number < orders; number++)
            {
                rented[index][number] = new Order();
            }
        }

        foreach (var array in rented)
        {
            ArrayPool<Order>.Shared.Return(array);
        }
    }
}

class Order { public readonly byte[] Lines = new byte[40]; }

using System.Runtime.InteropServices;

static unsafe class CLibraryMemory
{
    const int Megabyte = 1 << 20, LargeFrom = 128 << 10;

    static readonly List<nint> Kept = [];

    // Blocks of 64 KB, 127 KB, 128 KB, 300 KB and 1 MB in turn.
    public static void Allocate(int megabytes)
    {
        int[] sizes = [64 << 10, 127 << 10, 128 << 10, 300 << 10, Megabyte];
        long small = 0, large = 0, smallBlocks = 0, largeBlocks = 0;
        for (var turn = 0; small + large < (long)megabytes * Megabyte; turn++)
        {
            var bytes = sizes[turn % sizes.Length];
            Kept.Add(Touched(bytes));
            (small, smallBlocks, large, largeBlocks) = bytes < LargeFrom ? (small + bytes, smallBlocks + 1, large, largeBlocks) : (small, smallBlocks, large + bytes, largeBlocks + 1);
        }

        Known.Say("malloc", ("bytes", small + large), ("small", small), ("smallBlocks", smallBlocks), ("large", large), ("largeBlocks", largeBlocks));
    }

    // A page that nobody may touch stands where [heap] would grow.
    public static void BlockHeap()
    {
        const int Private = 2, Anonymous = 0x20, FixedUnlessTaken = 0x100000;
        mmap(sbrk(0), 4096, 0, Private | Anonymous | FixedUnlessTaken, -1, 0);
    }

    // 64 bytes to 4 KB; the last of each thread stands in the way when malloc would give back what is free before it.
    public static void AllocateAndFree(int megabytes)
    {
        const int Threads = 8;
        long freed = 0, left = 0;
        using var allAllocated = new Barrier(Threads);
        OnThreads(Threads, "Freeing", index =>
        {
            var random = new Random(index);
            var blocks = new List<nint>();
            long bytes = 0;
            while (bytes < (long)megabytes * Megabyte / Threads)
            {
                var size = random.Next(64, 4096);
                blocks.Add(Touched(size));
                bytes += size;
            }

            nint last = Touched(4096);
            allAllocated.SignalAndWait();   // or one would take what another has freed
            blocks.ForEach(block => NativeMemory.Free((void*)block));
            Interlocked.Add(ref freed, bytes);
            Interlocked.Add(ref left, 4096);
            lock (Kept)
            {
                Kept.Add(last);
            }
        });
        Known.Say("malloc-freed", ("bytes", freed), ("left", left), ("threads", Threads));
    }

    public static void AllocateOnThreads(int threads)
    {
        const int BlockBytes = 32 << 10, BlocksEach = 2 * Megabyte / BlockBytes;
        OnThreads(threads, "Arena", _ =>
        {
            for (var block = 0; block < BlocksEach; block++)
            {
                var kept = Touched(BlockBytes);
                lock (Kept)
                {
                    Kept.Add(kept);
                }
            }
        });
        Known.Say("arenas", ("bytes", (long)threads * BlocksEach * BlockBytes), ("blocks", (long)threads * BlocksEach), ("threads", threads));
    }

    // All at once, and they stay, so that none takes over the arena of one before it.
    static void OnThreads(int count, string name, Action<int> work)
    {
        using var done = new CountdownEvent(count);
        using var all = new Barrier(count);
        for (var index = 0; index < count; index++)
        {
            var number = index;
            new Thread(() =>
            {
                NativeMemory.Free(NativeMemory.Alloc(100));
                all.SignalAndWait();
                work(number);
                done.Signal();
                Thread.Sleep(Timeout.Infinite);
            }, 256 << 10) { IsBackground = true, Name = $"{name} {number}" }.Start();
        }

        done.Wait();
    }

    public static nint Touched(int bytes)
    {
        var block = (byte*)NativeMemory.Alloc((nuint)bytes);
        new Span<byte>(block, bytes).Fill(0x5a);
        return (nint)block;
    }

    [DllImport("libc.so.6")]
    static extern nint sbrk(nint more);

    [DllImport("libc.so.6")]
    static extern nint mmap(nint address, nint bytes, int access, int flags, int file, nint offset);
}

using System.Runtime.CompilerServices;

static class StackMemory
{
    const int Bytes = 1 << 20;

    public static void Start(int threads)
    {
        using var done = new CountdownEvent(threads);
        for (var index = 0; index < threads; index++)
        {
            new Thread(() =>
            {
                Touch();
                done.Signal();
                Thread.Sleep(Timeout.Infinite);
            }, 2 * Bytes) { IsBackground = true, Name = $"Deep {index}" }.Start();
        }

        done.Wait();
        Known.Say("stacks", ("bytes", (long)threads * Bytes), ("threads", threads));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Touch()
    {
        Span<byte> all = stackalloc byte[Bytes];
        all.Fill(1);
    }
}

// 120 threads that listen for ever, and 20,000 interned strings.
using Shop;

Grow(120);
TargetConsole.Serve(args, () => Grow(12));

static int Grow(int count)
{
    for (var done = 0; done < count; done++)
    {
        Server.Listen();
    }

    Tags.Read(20_000);
    return count;
}

namespace Shop
{
    static class Server
    {
        public static void Listen()
        {
            var ready = new ManualResetEventSlim();
            new Thread(() => Wait(ready), maxStackSize: 256 << 10) { IsBackground = true }.Start();
            ready.Wait();
        }

        private static void Wait(ManualResetEventSlim ready)
        {
            ready.Set();
            Thread.Sleep(Timeout.Infinite);
            GC.KeepAlive(ready);
        }
    }

    static class Tags
    {
        public static void Read(int count)
        {
            for (var done = 0; done < count; done++)
            {
                string.Intern($"tag number {done} of the catalogue");
            }
        }
    }
}

// Ends in the way that its first argument says, when it is told "grow"; until then it is at rest.
//
//   main     InvalidOperationException "boom -1" on the main thread, with a FormatException and an IOException inside
//   worker   the same on a thread "cashier"           await    likewise, by a task that the main thread waits for
//   failfast Environment.FailFast in a handler        abort    native abort() in a handler: the exception is not why
//   null     a NullReferenceException                 handling does not end: it waits in a handler
//   again    what a handler throws again              typeinit a static constructor's exception
//   overflow a StackOverflowException, more than ten thousand calls deep on a thread with a small stack
using System.Runtime.InteropServices;
using Shop;

TargetConsole.Serve(args, () => args[0] switch
{
    "main" => Till.Close(-1),
    "worker" => Till.OnThread(() => Till.Close(-1)),
    "await" => Till.CloseAsync(-1).GetAwaiter().GetResult(),
    "failfast" => Till.Handle(() => Environment.FailFast("the till is gone")),
    "abort" => Till.Handle(Till.Abort),
    "null" => Till.Weigh(null),
    "again" => Till.Again(),
    "typeinit" => Drawer.Coins,
    "overflow" => Till.OnThread(() => Till.Recurse(1), 512 << 10),
    _ => Till.OnThread(() => Till.Handle(Till.Wait)),
});

namespace Shop
{
    static class Drawer
    {
        public static int Coins { get; } = Till.Close(-1);
    }

    static class Till
    {
        private static readonly ManualResetEvent Waiting = new(false);

        public static int Close(int amount)
        {
            try
            {
                return Count(amount);
            }
            catch (FormatException wrong)
            {
                throw new InvalidOperationException($"boom {amount}", wrong);
            }
        }

        public static async Task<int> CloseAsync(int amount)
        {
            await Task.Yield();
            return Close(amount);
        }

        // Returns as soon as the thread waits in its handler.
        public static int OnThread(Func<int> run, int stackBytes = 0)
        {
            new Thread(() => run(), stackBytes) { Name = "cashier" }.Start();
            Waiting.WaitOne();
            return 1;
        }

        public static int Handle(Action then)
        {
            try
            {
                return Close(-1);
            }
            catch (InvalidOperationException)
            {
                then();
                return 1;
            }
        }

        public static void Wait()
        {
            Waiting.Set();
            Thread.Sleep(Timeout.Infinite);
        }

        public static int Again()
        {
            try
            {
                return Close(-1);
            }
            catch (InvalidOperationException)
            {
                throw;
            }
        }

        public static int Recurse(int depth) => Recurse(depth + 1) + depth;

        public static int Weigh(string? coins) => coins!.Length;

        [DllImport("libc", EntryPoint = "abort")]
        public static extern void Abort();

        private static int Count(int amount) => throw new FormatException("no such coin", new IOException("drawer stuck"));
    }
}

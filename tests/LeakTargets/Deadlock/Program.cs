// Threads that wait for each other, and some that wait for other things.
//
//   "left" holds Bank.Left and waits for Bank.Right, "right" the other way round: a deadlock; "third" waits for Bank.Left too
//   "first" holds Bank.First and waits for Bank.Second, "second" the other way round: another (Lock; before .NET 9 plain objects)
//   "joins" waits for the end of "third"     "task" for a task     "semaphore", "event", "pulse", "items" for one of each     "sleeps"
//   12 × "teller" wait for Bank.Open
//   "left" alone keeps 100 Receipt alive, "right" and "third" share one
using Shop;

var shared = new Receipt();
Run("left", () => Bank.Move(Bank.Left, Bank.Right, new Receipt[100].Select(_ => new Receipt()).ToArray()));
Run("right", () => Bank.Move(Bank.Right, Bank.Left, [shared]));
Bank.Both.Wait();
var third = Run("third", () => Bank.Pay(Bank.Left, shared));
Run("first", () => Bank.Swap(Bank.First, Bank.Second));
Run("second", () => Bank.Swap(Bank.Second, Bank.First));
Run("joins", third.Join);
Run("task", () => GC.KeepAlive(new TaskCompletionSource<int>().Task.Result));
Run("semaphore", () => new SemaphoreSlim(0).Wait());
Run("event", () => new AutoResetEvent(false).WaitOne());
Run("pulse", () => Bank.WaitForPulse(new Account("pulse")));
Run("items", () => GC.KeepAlive(new System.Collections.Concurrent.BlockingCollection<Account>().Take()));
Run("sleeps", () => Thread.Sleep(Timeout.Infinite));
for (var teller = 0; teller < 12; teller++)
{
    Run("teller", Bank.Wait);
}

shared = null;
while (Started.Any(thread => (thread.ThreadState & ThreadState.WaitSleepJoin) == 0) || Bank.Between < 5)
{
    Thread.Sleep(10);
}

TargetConsole.Serve(args);

partial class Program
{
    private static readonly List<Thread> Started = [];

    private static Thread Run(string name, Action action)
    {
        var thread = new Thread(() => action()) { Name = name, IsBackground = true };
        Started.Add(thread);
        thread.Start();
        return thread;
    }
}

namespace Shop
{
    class Account(string name) { public readonly string Name = name; }

    class Receipt { public readonly byte[] Paper = new byte[1000]; }

    static class Bank
    {
        public static readonly Account Left = new("left"), Right = new("right");
#if NET9_0_OR_GREATER
        public static readonly Lock First = new(), Second = new();
#else
        public static readonly object First = new(), Second = new();
#endif
        public static readonly CountdownEvent Both = new(2), BothToo = new(2);
        public static readonly ManualResetEvent Open = new(false);
        public static int Between;   // threads that are about to wait for a lock

        public static void Move(Account from, Account to, Receipt[] receipts)
        {
            lock (from)
            {
                Both.Signal();
                Both.Wait();
                Interlocked.Increment(ref Between);
                lock (to)
                {
                    GC.KeepAlive(receipts);
                }
            }
        }

        public static void Pay(Account from, Receipt receipt)
        {
            Interlocked.Increment(ref Between);
            lock (from)
            {
                GC.KeepAlive(receipt);
            }
        }

#if NET9_0_OR_GREATER
        public static void Swap(Lock from, Lock to)
#else
        public static void Swap(object from, object to)
#endif
        {
            lock (from)
            {
                BothToo.Signal();
                BothToo.Wait();
                Interlocked.Increment(ref Between);
                lock (to)
                {
                    Interlocked.Decrement(ref Between);
                }
            }
        }

        public static void WaitForPulse(Account account)
        {
            lock (account)
            {
                Monitor.Wait(account);
            }
        }

        public static void Wait() => Open.WaitOne();
    }
}

// The finalizer thread is blocked in Connection's finalizer; 800 Lease objects wait behind it. Each step adds 100. A Ticket that waits there too was found again.
//
//   finalizer queue -> Lease -> byte[100]      finalizer thread: Connection.Finalize waits for ever
//   finalizer queue -> Ticket       static Desk.Found -> Ticket, the same
using System.Runtime.CompilerServices;

Leases.Block();
Desk.LoseAndFind();
Leases.Drop(800);
TargetConsole.Serve(args, () => Leases.Drop(100), finalizersRun: false);

static class Leases
{
    public static void Block()
    {
        Run(() => GC.KeepAlive(new Connection()));
        Connection.IsBlocking.Wait();
    }

    public static int Drop(int count)
    {
        Run(() =>
        {
            for (var dropped = 0; dropped < count; dropped++)
            {
                GC.KeepAlive(new Lease());
            }
        });
        return count;
    }

    // The stack of a thread that has ended holds nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(ThreadStart make)
    {
        var thread = new Thread(make);
        thread.Start();
        thread.Join();
        GC.Collect();
    }
}

class Connection
{
    public static readonly ManualResetEventSlim IsBlocking = new();

    ~Connection()
    {
        IsBlocking.Set();
        Thread.Sleep(Timeout.Infinite);
    }
}

static class Desk
{
    public static Ticket? Found;

    // A long weak reference finds it when the collector has put it into the queue already.
    public static void LoseAndFind()
    {
        WeakReference<Ticket>? lost = null;
        Leases.Run(() => lost = new WeakReference<Ticket>(new Ticket(), trackResurrection: true));
        Leases.Run(() => lost!.TryGetTarget(out Found));
    }
}

class Ticket
{
    ~Ticket() => GC.KeepAlive(this);
}

class Lease
{
    readonly byte[] _state = new byte[100];

    ~Lease() => GC.KeepAlive(_state);
}

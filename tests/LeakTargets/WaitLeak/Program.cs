// Work that waits and callbacks that nobody takes back, five kinds.
//
//   thread pool: all its threads are blocked, 900 Job.Run wait      300 System.Timers.Timer -> Poller.OnElapsed
//   static Shop.App.Stopping: 400 linked CancellationTokenSource that were never disposed of
//   static Shop.Prices.Changed += 500 lambdas that capture a Quote        250 Task.Delay of a day
using Shop;

ThreadPool.SetMinThreads(2, 2);
ThreadPool.SetMaxThreads(2, 2);
using var started = new CountdownEvent(2);
Times(2, () => ThreadPool.QueueUserWorkItem(_ =>
{
    started.Signal();
    new ManualResetEvent(false).WaitOne();
}));
started.Wait();
Grow(10);
TargetConsole.Serve(args, () => Grow(1));

static int Grow(int tenths)
{
    Times(90 * tenths, () => ThreadPool.QueueUserWorkItem(new Job().Run));
    Times(40 * tenths, () => CancellationTokenSource.CreateLinkedTokenSource(App.Stopping.Token));
    Times(50 * tenths, () => Prices.Watch(new Quote()));
    Times(30 * tenths, () => new Poller().Start());
    Times(25 * tenths, () => Task.Delay(TimeSpan.FromDays(1)));
    GC.Collect();
    return tenths;
}

static void Times(int count, Action action)
{
    for (var done = 0; done < count; done++)
    {
        action();
    }
}

namespace Shop
{
    static class App { public static readonly CancellationTokenSource Stopping = new(); }

    static class Prices
    {
        static event Action<int>? Changed;
        public static void Watch(Quote quote) => Changed += price => quote.Price = price;
        public static void Raise() => Changed?.Invoke(0);
    }

    class Quote { public int Price; public readonly byte[] History = new byte[200]; }
    class Job { readonly byte[] _input = new byte[400]; public void Run(object? state) => GC.KeepAlive(_input); }

    class Poller
    {
        readonly byte[] _state = new byte[300];
        readonly System.Timers.Timer _timer = new(TimeSpan.FromHours(1));

        public void Start()
        {
            _timer.Elapsed += OnElapsed;
            _timer.Start();
        }

        void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => GC.KeepAlive(_state);
    }
}

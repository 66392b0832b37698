// Five leaks in one program; each step makes each of them larger.
//
//   static Shop.Cache.Orders -> Dictionary<int, Order>: 5,000 Order         static Shop.Prices.Changed += 800 View
//   500 Poller with running timers       static Shop.App.Stopping: 400 registrations of Request       300 handles -> Frame
using System.Runtime.InteropServices;
using Shop;

Grow(5_000, 800, 500, 400, 300);
TargetConsole.Serve(args, () => Grow(500, 80, 50, 40, 30));

static int Grow(int orders, int views, int pollers, int requests, int frames)
{
    Times(orders, Cache.Add);
    Times(views, () => Prices.Changed += new View().OnChanged);
    Times(pollers, () => new Poller().Start());
    Times(requests, () => App.Stopping.Token.Register(new Request().Cancel));
    Times(frames, () => GCHandle.Alloc(new Frame()));
    return orders;
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
    static class Cache
    {
        static readonly Dictionary<int, Order> Orders = [];
        public static void Add() => Orders[Orders.Count] = new Order();
    }

    static class Prices
    {
        public static event EventHandler? Changed;
        public static void Raise() => Changed?.Invoke(null, EventArgs.Empty);
    }

    static class App
    {
        public static readonly CancellationTokenSource Stopping = new();
    }

    class Order { public byte[] Lines = new byte[200]; }
    class Frame { public byte[] Pixels = new byte[256]; }
    class View { public byte[] Image = new byte[300]; public void OnChanged(object? sender, EventArgs e) { } }
    class Request { public byte[] Body = new byte[300]; public void Cancel() { } }

    class Poller
    {
        readonly byte[] _state = new byte[300];
        Timer? _timer;
        public void Start() => _timer = new Timer(Tick, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        void Tick(object? state) => GC.KeepAlive((_timer, _state));
    }
}

// A trading desk: 90 strategies listen to the market, 40 threads work, books of orders come and go.
using Common;
using Common.Buffers;

namespace Trading;

static class App
{
    public static void Run(Action serve)
    {
        var market = new Market();
        var desk = new Desk(market, new DeskOptions());
        for (var trade = 0; trade < 60_000; trade++)
        {
            market.Trade(trade);
            if (trade % 100 == 0)
            {
                Fake.Parse(800);
            }
        }

        serve();
        GC.KeepAlive(desk);
    }
}

sealed class DeskOptions
{
    public int Strategies { get; set; } = 90;
    public int Threads { get; set; } = 40;
}

sealed class TradeEventArgs(int number, double price) : EventArgs
{
    public int Number => number;
    public double Price => price;
}

sealed class Market
{
    private readonly OrderBook[] _books = [.. Enumerable.Range(0, 200).Select(number => new OrderBook(number))];

    public static event EventHandler<TradeEventArgs>? Traded;

    public void Trade(int number)
    {
        _books[number % _books.Length].Add(new Order(number, number % 90 * 0.25m, Fake.Word(3)));
        Traded?.Invoke(this, new TradeEventArgs(number, number % 90));
    }
}

sealed record Order(int Number, decimal Price, string Client);

sealed class OrderBook(int instrument)
{
    private const int Depth = 90;
    private readonly SortedDictionary<decimal, Queue<Order>> _levels = [];

    public int Instrument => instrument;

    public void Add(Order order)
    {
        if (!_levels.TryGetValue(order.Price, out var queue))
        {
            _levels[order.Price] = queue = new Queue<Order>();
        }

        queue.Enqueue(order);
        if (queue.Count > Depth)
        {
            queue.Dequeue();
        }
    }
}

sealed class Strategy : IDisposable
{
    private readonly RingBuffer<Tick> _ticks = new(20_000);
    private readonly double[][] _correlations = [.. Enumerable.Range(0, 120).Select(_ => new double[700])];
    private readonly string _name;

    public Strategy(string name)
    {
        _name = name;
        Market.Traded += OnTraded;
    }

    public void Dispose() => Market.Traded -= OnTraded;

    private void OnTraded(object? sender, TradeEventArgs trade)
    {
        _ticks.Add(new Tick(trade.Number, trade.Price));
        _correlations[trade.Number % 120][_name.Length] += trade.Price;
    }
}

record struct Tick(int Number, double Price);

sealed class Desk : IDisposable
{
    private readonly List<Strategy> _strategies;
    private readonly List<Thread> _workers;
    private readonly ManualResetEvent _end = new(false);
    private readonly ThreadLocal<Scratch> _scratch = new(() => new Scratch());

    public Desk(Market market, DeskOptions options)
    {
        Market = market;
        _strategies = Enumerable.Range(0, options.Strategies).Select(number => new Strategy($"strategy {number}")).ToList();
        _workers = Enumerable.Range(0, options.Threads).Select(number => new Thread(Work) { IsBackground = true, Name = $"worker {number}" }).ToList();
        _workers.ForEach(thread => thread.Start());
    }

    public Market Market { get; }

    public void Dispose()
    {
        _end.Set();
        _strategies.ForEach(strategy => strategy.Dispose());
        _scratch.Dispose();
    }

    private void Work()
    {
        var mine = _scratch.Value!;
        for (var round = 0; round < 20; round++)
        {
            mine.Sums[round] = Fake.Parse(50);
        }

        _end.WaitOne();
        GC.KeepAlive(mine);
    }
}

sealed class Scratch
{
    public double[] Sums { get; } = new double[40_000];
}

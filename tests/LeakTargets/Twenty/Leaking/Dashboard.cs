// Charts that were closed still listen to the feed: about 8 % of the heap.
using Common;
using Common.Caching;

namespace Dashboard;

static class App
{
    public static void Run(Action serve)
    {
        Instruments.Load();
        var window = new MainWindow();
        for (var click = 0; click < 2000; click++)
        {
            window.Open(Instruments.All[click * 13 % Instruments.All.Count]);
            window.Draw(click);
            PriceFeed.Publish(new PriceTick(click, 100 + click % 9));
            Fake.Parse(300);
        }

        serve();
        GC.KeepAlive(window);
    }
}

sealed record PriceTick(int Number, double Price);

static class PriceFeed
{
    public static event EventHandler<PriceTick>? Ticked;

    public static void Publish(PriceTick tick) => Ticked?.Invoke(null, tick);
}

sealed class MainWindow
{
    private const int MostTabs = 8;
    private readonly List<ChartView> _tabs = [];
    private readonly LruCache<int, byte[]> _bitmaps = new(450);

    public void Open(Instrument instrument)
    {
        _tabs.Add(new ChartView(instrument.Symbol));
        if (_tabs.Count > MostTabs)
        {
            _tabs[0].Close();
            _tabs.RemoveAt(0);
        }
    }

    public void Draw(int frame) => _bitmaps.GetOrAdd(frame / 2, _ => Fake.Bytes(70_000));
}

sealed class ChartView
{
    private readonly double[] _points = new double[500];
    private readonly string _symbol;
    private int _next;

    public ChartView(string symbol)
    {
        _symbol = symbol;
        PriceFeed.Ticked += OnTicked;
    }

    public string Title => $"{_symbol}: {_points[0]}";

    public void Close() => _next = 0;

    private void OnTicked(object? sender, PriceTick tick) => _points[_next++ % _points.Length] = tick.Price;
}

sealed record Instrument(string Symbol, string Name, string Isin, decimal TickSize, Candle[] History);

record struct Candle(float Open, float High, float Low, float Close, long Volume);

static class Instruments
{
    public static List<Instrument> All { get; private set; } = [];

    public static void Load() => All = Enumerable.Range(0, 48_000)
        .Select(number => new Instrument($"S{number}", Fake.Text(24), $"XS{number:0000000000}", 0.01m, new Candle[50])).ToList();
}

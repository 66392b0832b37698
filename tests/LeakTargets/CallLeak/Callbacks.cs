using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Shop;

class ContentSettings { public int PageSize { get; set; } = 20; }

class PageService
{
    readonly byte[] _page = new byte[200];

    public PageService(IOptionsMonitor<ContentSettings> settings) => settings.OnChange(changed => Show(changed.PageSize));

    void Show(int size) => _page[0] = (byte)size;
}

static class Pages
{
    static readonly ServiceProvider Services = new ServiceCollection().AddOptions().Configure<ContentSettings>(_ => { }).AddTransient<PageService>().BuildServiceProvider();

    public static Func<int, int> Subscribed() => tenths =>
    {
        for (var made = 0; made < 300 * tenths; made++)
        {
            using var scope = Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<PageService>();
        }

        return tenths;
    };
}

class Panel(CancellationTokenSource source)
{
    readonly byte[] _cells = new byte[300];

    public void Watch() => ChangeToken.OnChange(() => new CancellationChangeToken(source.Token), Redraw);

    public void Show(ContentSettings settings) => _cells[0] = (byte)settings.PageSize;

    void Redraw() => _cells[0]++;
}

static class Panels
{
    static readonly CancellationTokenSource Changed = new();

    public static Func<int, int> Registered() => tenths =>
    {
        for (var made = 0; made < 40 * tenths; made++)
        {
            new Panel(Changed).Watch();
        }

        return tenths;
    };
}

class Probe : IObserver<KeyValuePair<string, object?>>, IObserver<DiagnosticListener>
{
    readonly byte[] _seen = new byte[100];

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void OnNext(KeyValuePair<string, object?> value) => _seen[0]++;

    public void OnNext(DiagnosticListener value) => _seen[1]++;
}

static class Probes
{
    static readonly DiagnosticListener Orders = new("Shop.Orders");

    public static Func<int, int> Subscribed() => tenths =>
    {
        for (var made = 0; made < 30 * tenths; made++)
        {
            Orders.Subscribe(new Probe());
        }

        for (var made = 0; made < 20 * tenths; made++)
        {
            DiagnosticListener.AllListeners.Subscribe(new Probe());
        }

        return tenths;
    };
}

/// <summary>An event aggregator, as many programs write one.</summary>
static class Bus
{
    static readonly Dictionary<Type, List<Delegate>> Handlers = [];

    public static Func<int, int> Subscribed() => tenths =>
    {
        for (var made = 0; made < 200 * tenths; made++)
        {
            Subscribe<ContentSettings>(new Panel(null!).Show);
        }

        return tenths;
    };

    static void Subscribe<T>(Action<T> handler)
    {
        if (!Handlers.TryGetValue(typeof(T), out var handlers))
        {
            Handlers.Add(typeof(T), handlers = []);
        }

        handlers.Add(handler);
    }
}

using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>The same types in use as they are meant to be.</summary>
static class Honest
{
    static readonly AsyncLocal<RequestState?> Current = new();
    static readonly SemaphoreSlim Gate = new(0);
    static readonly Channel<string> Letters = Channel.CreateUnbounded<string>();
    static readonly ActivitySource Source = new("Shop.Honest");
    static readonly ActivityListener Listener = new() { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
    static readonly List<Task> Work = [];
    static readonly List<object> Singletons = [];
    static readonly ServiceProvider Services = new ServiceCollection().AddOptions().Configure<ContentSettings>(_ => { }).BuildServiceProvider();
    static readonly CancellationTokenSource Stopping = new();
    static readonly byte[] Image = new byte[4_000_000];

    public static Func<int, int> Everything() => tenths =>
    {
        if (tenths == 1)
        {
            return tenths;
        }

        ActivitySource.AddActivityListener(Listener);
        for (var number = 0; number < 50; number++)
        {
            Work.Add(Serve(number));
            Singletons.Add(new Tile(Services.GetRequiredService<IOptionsMonitor<ContentSettings>>()));
        }

        Thread.Sleep(200);
        return Image.Length;
    };

    // A request that waits its turn.
    static async Task Serve(int number)
    {
        Current.Value = new RequestState();
        using var activity = Source.StartActivity("serve");
        using var registration = Stopping.Token.Register(() => GC.KeepAlive(activity));
        await Gate.WaitAsync(Stopping.Token);
        GC.KeepAlive(Current.Value);
    }

    class Tile
    {
        readonly byte[] _pixels = new byte[100];

        public Tile(IOptionsMonitor<ContentSettings> settings) => settings.OnChange(changed => _pixels[0] = (byte)changed.PageSize);
    }
}

using System.Threading.Channels;

namespace Shop;

class RequestState { public readonly byte[] Body = new byte[3_000]; }

/// <summary>Timers and loops that are begun while a request is served.</summary>
class Feed
{
    static readonly AsyncLocal<RequestState?> Current = new();
    static readonly List<Timer> Timers = [];

    public static Func<int, int> Captured() => tenths =>
    {
        for (var served = 0; served < 20 * tenths; served++)
        {
            var request = new Thread(() =>
            {
                Current.Value = new RequestState();
                Timers.Add(new Timer(new Feed().Tick, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
                Current.Value = new RequestState();
                _ = Loop();
            });
            request.Start();
            request.Join();
        }

        return tenths;
    };

    static async Task Loop()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromHours(1));
        }
    }

    void Tick(object? state) => GC.KeepAlive(this);
}

static class Waits
{
    static readonly SemaphoreSlim Signal = new(0);
    static readonly Channel<string> Letters = Channel.CreateUnbounded<string>();
    static readonly CancellationTokenSource Stopping = new();
    static readonly TaskCompletionSource Stopped = new();

    public static Func<int, int> OfSemaphore(bool withToken) => tenths => Poll(150 * tenths, () => withToken ? Signal.WaitAsync(Stopping.Token) : Signal.WaitAsync()).Result;

    public static Func<int, int> OfChannel() => tenths => Poll(150 * tenths, () => Letters.Reader.WaitToReadAsync().AsTask()).Result;

    public static Func<int, int> OfContinuations() => tenths => Times(60 * tenths, () =>
    {
        var state = new RequestState();
        Stopped.Task.ContinueWith(_ => GC.KeepAlive(state));
    });

    public static Func<int, int> OfPromises() => tenths => Times(60 * tenths, () => Task.WhenAny(Stopped.Task, new TaskCompletionSource().Task));

    static int Times(int count, Action action)
    {
        for (var done = 0; done < count; done++)
        {
            action();
        }

        return count;
    }

    // Whichever comes first: a signal, or the next round.
    static async Task<int> Poll(int rounds, Func<Task> wait)
    {
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAny(wait(), Task.CompletedTask.ContinueWith(_ => Thread.Yield()));
        }

        return rounds;
    }
}

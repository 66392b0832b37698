using System.Diagnostics;

namespace Shop;

static class Traces
{
    static readonly ActivitySource Source = new("Shop.Feed");
    static readonly ActivityListener Listener = new() { ShouldListenTo = source => source.Name == "Shop.Feed", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
    static readonly SemaphoreSlim More = new(0), Done = new(0);
    static Task? Reader;
    static int Wanted;

    static Traces() => ActivitySource.AddActivityListener(Listener);

    public static Func<int, int> InLoop() => tenths =>
    {
        Wanted = 400 * tenths;
        Reader ??= Read();
        More.Release();
        Done.Wait();
        return tenths;
    };

    public static Func<int, int> OnThread() => tenths =>
    {
        Wanted = 400 * tenths;
        if (tenths == 10)
        {
            new Thread(ReadOnThread) { IsBackground = true }.Start();
        }

        More.Release();
        Done.Wait();
        return tenths;
    };

    public static Func<int, int> OfOneSession()
    {
        var session = Source.StartActivity("session")!;
        return tenths =>
        {
            for (var added = 0; added < 2_000 * tenths; added++)
            {
                session.AddEvent(new ActivityEvent("tick"));
            }

            return tenths;
        };
    }

    static async Task Read()
    {
        while (true)
        {
            await More.WaitAsync();
            Receive();
            Done.Release();
            await Task.Yield();
        }
    }

    static void ReadOnThread()
    {
        while (true)
        {
            More.Wait();
            Receive();
            Done.Release();
        }
    }

    static void Receive()
    {
        for (var received = 0; received < Wanted; received++)
        {
            Source.StartActivity("receive");
        }
    }
}

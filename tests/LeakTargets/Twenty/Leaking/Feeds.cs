// An endless loop starts an activity for each round and never stops one, so each is the next one's parent: about 2 %.
using System.Diagnostics;
using Common;
using Common.Caching;

namespace Feeds;

static class App
{
    public static void Run(Action serve)
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        var reader = new FeedReader();
        var archive = new Archive();
        archive.Open();
        var first = reader.RunAsync(archive);
        reader.Ready.Wait();
        serve();
        GC.KeepAlive(first);
        GC.KeepAlive(archive);
    }
}

sealed class FeedReader
{
    private static readonly ActivitySource Source = new("Feeds.Reader");
    private readonly LruCache<int, string> _pages = new(8000);

    public ManualResetEventSlim Ready { get; } = new();

    public async Task RunAsync(Archive archive)
    {
        for (var round = 0; ; round++)
        {
            var activity = Source.StartActivity("poll feed");
            activity?.SetTag("feed", round % 100);
            activity?.SetTag("bytes", round * 11);
            _pages.GetOrAdd(round, number => Fake.Text(2000));
            archive.Touch(round);
            Fake.Parse(60);
            if (round % 50 == 0)
            {
                await Task.Yield();
            }

            if (round == 5000)
            {
                Ready.Set();
                await Task.Delay(Timeout.Infinite);
            }
        }
    }
}

sealed class Story
{
    public int Id;
    public string Title = "";
    public string Body = "";
    public Story? Previous;
    public LinkedList<string> Words = new();
}

sealed class Archive
{
    private Story? _newest;
    private readonly Stack<Story> _front = new();

    public void Open()
    {
        for (var id = 0; id < 55_000; id++)
        {
            _newest = new Story { Id = id, Title = Fake.Text(40), Body = Fake.Text(600), Previous = _newest, Words = new LinkedList<string>([Fake.Word(2), Fake.Word(3)]) };
        }
    }

    public void Touch(int round)
    {
        if (_front.Count == 20)
        {
            _front.Clear();
        }

        _front.Push(_newest!);
    }
}

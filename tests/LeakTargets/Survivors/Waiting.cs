// What timers, tasks and their contexts hold.
namespace Survivors;

static class Waiting
{
    static readonly TaskCompletionSource Never = new();
    static readonly AsyncLocal<object> Flowing = new();
    static readonly List<object> Kept = [];

    public static void Make() => Watch.Apart(() =>
    {
        Flowing.Value = Watch.New("AsyncLocal that a timer captured");
        Kept.Add(new Timer(_ => { }, Watch.New("state of a timer"), TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan));
        Flowing.Value = Watch.New("AsyncLocal that nothing captured");
        using (ExecutionContext.SuppressFlow())
        {
            new Timer(_ => { }, Watch.New("state of a timer that was dropped"), TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
            new Timer(_ => { }, Watch.New("state of a timer that will never fire"), Timeout.Infinite, Timeout.Infinite);
        }

        _ = Awaiting(Watch.New("local of an async method that waits for a source that lives"), Never.Task);
        _ = Awaiting(Watch.New("local of an async method that waits for a delay"), Task.Delay(TimeSpan.FromDays(1)));
        _ = Awaiting(Watch.New("local of an async method that waits for a source that was dropped"), new TaskCompletionSource().Task);
        _ = Awaiting(Watch.New("local of an async method that has ended"), Task.CompletedTask);
        var source = new CancellationTokenSource();
        source.Token.Register(Forget, Watch.New("registration at a source that lives"));
        source.CancelAfter(TimeSpan.FromDays(1));
        Kept.Add(source);
        new CancellationTokenSource().Token.Register(Forget, Watch.New("registration at a source that was dropped"));
        Kept.Add(Numbers(Watch.New("local of an iterator")).GetEnumerator());
        ((IEnumerator<int>)Kept[^1]).MoveNext();
    });

    static void Forget(object? state) { }

    static async Task Awaiting(object local, Task task)
    {
        await task;
        GC.KeepAlive(local);
    }

    static IEnumerable<int> Numbers(object local)
    {
        yield return 1;
        GC.KeepAlive(local);
    }
}

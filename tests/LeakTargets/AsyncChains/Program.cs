// Async calls that wait, in chains.
//
//   50 × Orders.Load -> Db.Query -> Task.Delay                        30 × Gate.Enter -> SemaphoreSlim
//   20 × Orders.LoadAll -> Task.WhenAll -> 3 × Db.Query -> Task.Delay  (60 chains)
//   10 × Feed.Read -> await foreach over Feed.Items -> a TaskCompletionSource
//    5 × Orders.Open (ValueTask) -> Db.Connect -> the same
//    1 × Orders.Load -> Db.Query, on which the thread "blocks" is blocked; and one that has finished
using Shop;

Times(50, () => Orders.Load(1));
Times(30, () => Gate.Enter());
Times(20, () => Orders.LoadAll());
Times(10, () => Feed.Read());
Times(5, () => Orders.Open().AsTask());
var blocked = Orders.Load(2);
var thread = new Thread(() => blocked.Wait()) { Name = "blocks", IsBackground = true };
thread.Start();
Kept.Calls.Add(Orders.Done());
while ((thread.ThreadState & ThreadState.WaitSleepJoin) == 0)
{
    Thread.Sleep(10);
}

TargetConsole.Serve(args);

static void Times(int count, Func<Task> start)
{
    for (var started = 0; started < count; started++)
    {
        Kept.Calls.Add(start());
    }
}

static class Kept { public static readonly List<Task> Calls = []; }

namespace Shop
{
    static class Orders
    {
        public static async Task<int> Load(int id)
        {
            var rows = await Db.Query(id);
            return rows + 1;
        }

        public static async Task LoadAll()
        {
            await Task.WhenAll(Db.Query(1), Db.Query(2), Db.Query(3));
        }

        public static async ValueTask<int> Open()
        {
            await Task.CompletedTask;
            return await Db.Connect();
        }

        public static async Task<int> Done()
        {
            await Task.CompletedTask;
            return 1;
        }
    }

    static class Db
    {
        public static readonly TaskCompletionSource<int> Answer = new();

        public static async Task<int> Query(int id)
        {
            await Task.Delay(TimeSpan.FromDays(1)).ConfigureAwait(false);
            return id;
        }

        public static async ValueTask<int> Connect() => await Answer.Task;
    }

    static class Gate
    {
        private static readonly SemaphoreSlim Free = new(0);

        public static async Task Enter() => await Free.WaitAsync();
    }

    static class Feed
    {
        public static async Task Read()
        {
            await foreach (var item in Items())
            {
                GC.KeepAlive(item);
            }
        }

        private static async IAsyncEnumerable<int> Items()
        {
            yield return await Db.Answer.Task;
        }
    }
}

// One object of each kind that has a value, by its place in Values.All:
//
//   [0] "a string of exactly forty characters, 40"   [1] "a string that is longer than forty chara…"
//   [2] 42   [3] -7   [4] 1.5   [5] 'x'   [6] true   [7] Red   [8] Read, Write (flags)   [9] 6f9619ff-8b86-d011-b42d-00cf4fc964ff
//   [10] 2024-01-31 10:30:00Z   [11] 2024-01-31 10:30:00.5 +02:00   [12] 1.02:03:04   [13] -12.50 (decimal)   [14] 2024-01-31
//   [15] "https://example.org/a?b=1"   [16] System.Collections.Generic.List<int>   [17] RanToCompletion   [18] Faulted
//   [19] Canceled   [20] WaitingForActivation   [21] Handler.OnChanged   [22] lambda in Values.Make   [23] Count = 2 (delegate)
//   [24] Length = 3   [25] Count = 2 (list)   [26] Count = 1 (dictionary, one of two removed)   [27] Count = 3 (concurrent)
//   [28] Count = 2 (linked list)   [29] Count = 2 (sorted)   [30] Count = 2 (immutable)   [31] Count = 1 (Collection)   [32] Values.Twice (static)
//   [33] lambda in Shared..cctor (of all Shared<reference type>)   [34] Shared<int>.Same   [35] Values.Local (a local function)
//   Count = 2 each: [36] ConcurrentQueue   [37] ConcurrentStack   [38] ConcurrentBag   [39] ImmutableQueue   [40] ImmutableStack
//   [41] an unbounded channel   [42] a bounded one   [43] PriorityQueue   [44] SortedSet   [45] ImmutableHashSet   [46] BlockingCollection
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Threading.Channels;

[Flags]
enum Mode { Read = 1, Write = 2 }

class Handler { public void OnChanged() { } }

static class Shared<T>
{
    public static readonly Func<T, T> Lambda = given => given;

    public static T Same(T given) => given;
}

static class Values
{
    public static readonly object[] All = Make();

    static object[] Make()
    {
        var dictionary = new Dictionary<int, int> { [1] = 1, [2] = 2 };
        dictionary.Remove(1);
        var date = new DateTime(2024, 1, 31, 10, 30, 0, DateTimeKind.Utc);
        return
        [
            "a string of exactly forty characters, 40", "a string that is longer than forty characters",
            42, -7L, 1.5, 'x', true, Colour.Red, Mode.Read | Mode.Write, new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            date, new DateTimeOffset(2024, 1, 31, 10, 30, 0, 500, TimeSpan.FromHours(2)), new TimeSpan(1, 2, 3, 4), -12.50m, new DateOnly(2024, 1, 31),
            new Uri("https://example.org/a?b=1"), typeof(List<int>), Task.CompletedTask, Task.FromException(new InvalidOperationException()),
            Task.FromCanceled(new CancellationToken(true)), new TaskCompletionSource().Task,
            (Action)new Handler().OnChanged, (Func<int, int>)(number => number), (Action)new Handler().OnChanged + new Handler().OnChanged,
            new int[3], new List<int> { 1, 2 }, dictionary, new ConcurrentDictionary<int, int> { [1] = 1, [2] = 2, [3] = 3 },
            new LinkedList<int>([1, 2]), new SortedDictionary<int, int> { [1] = 1, [2] = 2 }, ImmutableList.Create(1, 2), new Collection<int> { 1 },
            (Func<int, int>)Twice, Shared<string>.Lambda, (Func<int, int>)Shared<int>.Same, (Func<int, int>)Local,
            new ConcurrentQueue<int>([1, 2]), new ConcurrentStack<int>([1, 2]), new ConcurrentBag<int>([1, 2]), ImmutableQueue.Create(1, 2), ImmutableStack.Create(1, 2),
            Filled(Channel.CreateUnbounded<int>()), Filled(Channel.CreateBounded<int>(4)), new PriorityQueue<int, int>([(1, 1), (2, 2)]), new SortedSet<int>([1, 2]),
            ImmutableHashSet.Create(1, 2), new BlockingCollection<int>(new ConcurrentQueue<int>([1, 2])),
        ];

        static int Local(int number) => number + 1;
    }

    static Channel<int> Filled(Channel<int> channel)
    {
        _ = channel.Writer.TryWrite(1) && channel.Writer.TryWrite(2);
        return channel;
    }

    static int Twice(int number) => 2 * number;
}

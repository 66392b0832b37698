using System.Runtime.CompilerServices;

namespace Shop;

static class Sessions
{
    public static void Start(int count)
    {
        for (var started = 0; started < count; started++)
        {
            new Session().Begin();
        }
    }
}

class Session
{
    readonly ThreadLocal<object> _local = new();
    readonly byte[] _state = new byte[500];

    public void Begin() => _local.Value = this;

    public override string ToString() => $"{_state.Length}";
}

static class Handlers
{
    static readonly List<DataHandler> All = [];

    public static void Make(int count)
    {
        for (var made = 0; made < count; made++)
        {
            All.Add(new DataHandler(made));
        }
    }
}

class DataHandler
{
    readonly Action<int> _write;

    public DataHandler(int number)
    {
        var data = new byte[50_000];
        var name = $"handler {number}";
        Func<int, byte> check = index => data[index];
        check(number);
        _write = value => Console.Error.WriteLine($"{name}: {value}");
    }

    public void Write(int value) => _write(value);
}

static class Brushes
{
    static readonly Brush One = new();
    static readonly ConditionalWeakTable<Brush, Dictionary<string, WeakReference<Listener>[]>> Table = [];

    // The stack of a thread that has ended holds nothing.
    public static void Subscribe(int count)
    {
        var thread = new Thread(() => Table.Add(One, new() { ["Changed"] = [.. Enumerable.Range(0, count).Select(_ => new WeakReference<Listener>(new Listener()))] }));
        thread.Start();
        thread.Join();
    }
}

class Brush;
class Listener;

static class Words
{
    public static void Intern(int count)
    {
        for (var number = 0; number < count; number++)
        {
            string.Intern($"a word of the catalogue, number {number}");
        }
    }
}

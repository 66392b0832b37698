// 1,200 orders with a value of each kind, which paths lead to. All follow from the order's number n, counted from 0:
//
//   static Orders.All -> List<Order> -> Order
//     Number (a property) n           _total n + 0.5 (decimal)      m_weight n / 4 (double)        Rate 0.1 (float)
//     Big ulong.MaxValue - n          Small (sbyte) -(n % 100)      Letter 'a' + n % 26            _code and m_code: no one is meant by Code
//     State n % 3: Open, Paid, Sent   Wishes: flags n % 4: None, Gift, Fast, Gift | Fast
//     Created 2026-01-01 12:00 UTC + n minutes    Due (DateTime?) 2026-02-01 + n days, null where n is odd
//     Took n seconds   Id Guid of n   Day 2026-01-01 + n days   At n minutes behind midnight   Moment Created as at +02:00
//     _disposed (in the base class) where n % 4 == 0
//     Buyer -> Customer "customer {n % 5}", null where n % 40 == 0     its Address is a struct: City "city {n % 3}", Lines -> string[] { "line {n % 2}" }
//     Lines: List<int> of n % 7, each 10 * n + its place    Tag: a boxed n, where n is odd the string "odd"     Note: "" where n % 100 == 0, else null
//     Prices: Dictionary<string, int> bolt n, nut n + 1; a third one was removed     ByDay: Dictionary<DayOfWeek, Customer> Monday -> Buyer
//     Shelf: ConcurrentDictionary<int, string> 7 -> "shelf {n % 4}"     Sorted: SortedList<string, int> a n     Tree: SortedDictionary<string, int> a n
//     The same for all orders: Codes: FrozenDictionary<int, string> of 20, 7 * i -> "code {i}"     Names: Hashtable of 20, "k{i}" -> i
//     Deep: ConcurrentStack<int> of 12,000
//     Waiting: Queue<int> of n, n + 1 behind one that was taken out     Fixed: ImmutableArray<int> { n }     Trail: Stack<int> of n, n + 1
//
//   static Hubs.All -> MessageHub[9000] -> Configuration -> Address -> Segments: string[] { kind, n }: kinds sync 8,419, portal 400, mesh 150, data 30, ui 1
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

Orders.Add(1200);
GC.KeepAlive(Hubs.All);
TargetConsole.Serve(args, () => Orders.Add(1));

static class Orders
{
    static readonly List<Order> All = [];

    public static int Add(int count)
    {
        for (var added = 0; added < count; added++)
        {
            All.Add(new Order(All.Count));
        }

        return All.Count;
    }
}

static class Hubs
{
    static readonly string[] Kinds = [.. new[] { ("sync", 8_419), ("portal", 400), ("mesh", 150), ("data", 30), ("ui", 1) }.SelectMany(kind => Enumerable.Repeat(kind.Item1, kind.Item2))];
    public static readonly MessageHub[] All = [.. Kinds.Select((kind, number) => new MessageHub(new HubConfiguration(new HubAddress([kind, $"{number}"]))))];
}

record MessageHub(HubConfiguration Configuration);

record HubConfiguration(HubAddress Address);

record HubAddress(string[] Segments);

static class Shared
{
    public static readonly FrozenDictionary<int, string> Codes = Enumerable.Range(0, 20).ToFrozenDictionary(i => 7 * i, i => $"code {i}");
    public static readonly Hashtable Names = new(Enumerable.Range(0, 20).ToDictionary(i => $"k{i}", i => i));
    public static readonly ConcurrentStack<int> Deep = new(Enumerable.Range(0, 12_000));
}

enum State : byte
{
    Open,
    Paid,
    Sent,
}

[Flags]
enum Wishes
{
    None = 0,
    Gift = 1,
    Fast = 2,
}

struct Address
{
    public string City;
    public string[] Lines;
}

class Customer(int number)
{
    public string Name { get; } = $"customer {number % 5}";
    public Address Address = new() { City = $"city {number % 3}", Lines = [$"line {number % 2}"] };
}

class Base(int number)
{
    private readonly bool _disposed = number % 4 == 0;

    public bool WasDisposed => _disposed;
}

class Order : Base
{
    public int Number { get; }
    private readonly decimal _total;
    private readonly double m_weight;
    public float Rate = 0.1f;
    public ulong Big;
    public sbyte Small;
    public char Letter;
    public int _code = 1, m_code = 2;
    public State State;
    public Wishes Wishes;
    public DateTime Created;
    public DateTime? Due;
    public TimeSpan Took;
    public Guid Id;
    public DateOnly Day;
    public TimeOnly At;
    public DateTimeOffset Moment;
    public Customer? Buyer;
    public List<int> Lines = [];
    public object Tag;
    public string? Note;
    public Dictionary<string, int> Prices;
    public Dictionary<DayOfWeek, Customer?> ByDay;
    public ConcurrentDictionary<int, string> Shelf = new();
    public SortedList<string, int> Sorted;
    public SortedDictionary<string, int> Tree;
    public FrozenDictionary<int, string> Codes = Shared.Codes;
    public Hashtable Names = Shared.Names;
    public ConcurrentStack<int> Deep = Shared.Deep;
    public Queue<int> Waiting = new();
    public ImmutableArray<int> Fixed;
    public Stack<int> Trail = new();

    public Order(int number)
        : base(number)
    {
        Number = number;
        _total = number + 0.5m;
        m_weight = number / 4.0;
        Big = ulong.MaxValue - (ulong)number;
        Small = (sbyte)-(number % 100);
        Letter = (char)('a' + number % 26);
        State = (State)(number % 3);
        Wishes = (Wishes)(number % 4);
        Created = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(number);
        Due = number % 2 == 0 ? new DateTime(2026, 2, 1).AddDays(number) : null;
        Took = TimeSpan.FromSeconds(number);
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
        Day = new DateOnly(2026, 1, 1).AddDays(number);
        At = new TimeOnly(0, 0).AddMinutes(number);
        Moment = new DateTimeOffset(Created).ToOffset(TimeSpan.FromHours(2));
        Buyer = number % 40 == 0 ? null : new Customer(number);
        Lines.AddRange(Enumerable.Range(10 * number, number % 7));
        Tag = number % 2 == 0 ? number : "odd";
        Note = number % 100 == 0 ? "" : null;
        Prices = new() { ["bolt"] = number, ["gone"] = 1, ["nut"] = number + 1 };
        Prices.Remove("gone");
        ByDay = new() { [DayOfWeek.Monday] = Buyer };
        Shelf[7] = $"shelf {number % 4}";
        Sorted = new() { ["a"] = number };
        Tree = new() { ["a"] = number, ["b"] = 0 };
        Waiting.Enqueue(-1);
        Waiting.Enqueue(number);
        Waiting.Enqueue(number + 1);
        Waiting.Dequeue();
        Fixed = [number];
        Trail.Push(number);
        Trail.Push(number + 1);
        GC.KeepAlive((_total, m_weight));
    }
}

// One arrow of each kind that the source has a word for. Every object at an arrow's end has a type of its own.
//
//   static Kinds.All -> Kinds, whose fields hold collections. From their entries, nodes or arrays:
//     ["order-17"] -> ByString      [17] -> ByInt        [-5] -> ByLong         ['x'] -> ByChar      [true] -> ByBool
//     [Red] -> ByEnum (a Colour)    [6f9619ff-8b86-d011-b42d-00cf4fc964ff] -> ByGuid    [2024-01-31 10:30:00Z] -> ByDate
//     ["pair"].Item2 -> ByTuple     ["boxed"] -> ByHashtable        [9] -> ByObjectKey (the key is a boxed int)
//     ["concurrent"] -> ByConcurrent    ["sorted"] -> BySorted      ["listed"] -> BySortedList   ["immutable"] -> ByImmutable
//     ["frozen"] -> ByFrozen        [1000] -> ByFrozenInt           [0].value -> ByOther (its key is a Version)
//     [0] -> InHashSet              _key.value -> InLookalike (of a list of structs with a key and a value)
//     places, as ElementAt gives them: [1] -> InQueue, InLinkedList, InConcurrentQueue    [2] -> InStack    [0] -> InPriorityQueue
//   delegates: -> OnPriceChanged -> ByInstanceMethod   -> lambda in Make -> the closure of ByCapture, captured cart -> ByCapture
//     Several -> object[] [0], [1] -> Action -> OnFirst -> ByFirst, -> OnSecond -> BySecond
//   Box -> Holder, boxed: Reference -> ByBox           Slots[1] -> ByInlineArray
//   Service.LoadAsync: cart -> ByAsyncLocal    Service.LoadAsync: order -> ByAsyncParameter    Service.LoadAsync: this -> Service
//     (waits for ever; from the task straight to its variables)
//   Kinds.Numbers: seen -> ByIterator        Name -> ByProperty      captured -> ByPrimary (of a primary constructor)
//   Value -> ByLazy      Result -> ByTaskResult      Fixed[1] -> ByImmutableArrayField: Fixed -> object[], [1]
//   AsyncLocal Kinds.Current -> ByAsyncLocalValue, from the ExecutionContext
//   weakly: Target -> ByWeakReference (alive: Held), from a WeakReference and a WeakReference<T>    key -> ByWeakKey (alive: Key), from a
//     ConditionalWeakTable, and from it through its dependent handle -> ByWeakValue    Target -> ByDeadTarget, which is garbage
//   more collections: Elements.cs
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

Kinds.All = Kinds.Make();
GC.KeepAlive(Values.All);
TargetConsole.Serve(args);

class ByString; class ByInt; class ByLong; class ByChar; class ByBool; class ByEnum; class ByGuid; class ByDate; class ByTuple; class ByHashtable;
class ByObjectKey; class ByConcurrent; class BySorted; class BySortedList; class ByImmutable; class ByFrozen; class ByFrozenInt; class ByOther;
class InHashSet; class InQueue; class InStack; class InLinkedList; class InConcurrentQueue; class InPriorityQueue; class InLookalike; class ByCapture; class ByBox; class ByInlineArray; class ByAsyncLocal; class ByAsyncParameter; class ByIterator; class ByProperty; class ByPrimary;
class ByLazy; class ByTaskResult; class ByImmutableArrayField; class ByAsyncLocalValue; class ByWeakReference; class ByWeakKey; class ByWeakValue; class ByDeadTarget;
class ByInstanceMethod { public void OnPriceChanged() { } }
class ByFirst { public void OnFirst() { } }
class BySecond { public void OnSecond() { } }

enum Colour { Green, Red }

struct Lookalike { public string key; public object value; }

struct Holder { public int Number; public object Reference; }

[InlineArray(2)]
struct TwoSlots { object? _slot; }

class Primary(object captured) { public override string ToString() => $"{captured}"; }

class Service
{
    readonly TaskCompletionSource _never = new();

    public async Task LoadAsync(ByAsyncParameter order)
    {
        var cart = new ByAsyncLocal();
        await _never.Task;
        GC.KeepAlive((this, order, cart));
    }
}

class Kinds
{
    public static Kinds? All;
    public static readonly AsyncLocal<object> Current = new();

    public object[] Maps = [];
    public object? Callback, Lambda, Several, Box, Iterator, OfPrimary, Held = new ByWeakReference(), Key = new ByWeakKey();
    public Lazy<ByLazy> Lazy = new(() => new ByLazy());
    public Task<ByTaskResult> Done = Task.FromResult(new ByTaskResult());
    public ImmutableArray<object> Fixed = ["", new ByImmutableArrayField()];
    public WeakReference? Weak, Dead;
    public WeakReference<object>? WeakOfType;
    public ConditionalWeakTable<object, object> Table = [];
    public TwoSlots Slots;
    public Task? Loading;
    public object Name { get; } = new ByProperty();

    public static Kinds Make()
    {
        Current.Value = new ByAsyncLocalValue();
        var cart = new ByCapture();
        var made = new Kinds
        {
            Maps =
            [
                new Dictionary<string, object> { ["order-17"] = new ByString() }, new Dictionary<int, object> { [17] = new ByInt() },
                new Dictionary<long, object> { [-5] = new ByLong() }, new Dictionary<char, object> { ['x'] = new ByChar() },
                new Dictionary<bool, object> { [true] = new ByBool() }, new Dictionary<Colour, object> { [Colour.Red] = new ByEnum() },
                new Dictionary<Guid, object> { [new("6f9619ff-8b86-d011-b42d-00cf4fc964ff")] = new ByGuid() },
                new Dictionary<DateTime, object> { [new(2024, 1, 31, 10, 30, 0, DateTimeKind.Utc)] = new ByDate() },
                new Dictionary<string, (int, object)> { ["pair"] = (1, new ByTuple()) }, new Hashtable { ["boxed"] = new ByHashtable() },
                new Dictionary<object, object> { [9] = new ByObjectKey() }, new Dictionary<Version, object> { [new(1, 2)] = new ByOther() },
                new ConcurrentDictionary<string, object> { ["concurrent"] = new ByConcurrent() },
                new SortedDictionary<string, object> { ["sorted"] = new BySorted() }, new SortedList<string, object> { ["listed"] = new BySortedList() },
                ImmutableDictionary<string, object>.Empty.Add("immutable", new ByImmutable()), new HashSet<object> { new InHashSet() },
                ImmutableList.Create(new Lookalike { key = "no key", value = new InLookalike() }),
                new Dictionary<string, object> { ["frozen"] = new ByFrozen() }.ToFrozenDictionary(),
                new Dictionary<int, object> { [1000] = new ByFrozenInt(), [5] = "", [-9] = "", [77] = "", [2000] = "", [3000] = "", [9999] = "", [12345] = "", [54321] = "", [99999] = "", [123456] = "", [777777] = "" }.ToFrozenDictionary(),
                Wrapped(new InQueue()), new Stack<object>(["", new InStack(), "", ""]), new LinkedList<object>(["", new InLinkedList()]),
                Concurrent(new InConcurrentQueue()), new PriorityQueue<object, int>([(new InPriorityQueue(), 1)]),
                .. Elements.Make(),
            ],
            Callback = (Action)new ByInstanceMethod().OnPriceChanged,
            Lambda = () => GC.KeepAlive(cart),
            Several = (Action)new ByFirst().OnFirst + new BySecond().OnSecond,
            Box = new Holder { Number = 1, Reference = new ByBox() },
            Iterator = Numbers().GetEnumerator(),
            OfPrimary = new Primary(new ByPrimary()),
            Loading = new Service().LoadAsync(new ByAsyncParameter()),
        };
        made.Slots[1] = new ByInlineArray();
        _ = made.Lazy.Value;
        (made.Weak, made.WeakOfType, made.Dead) = (new WeakReference(made.Held), new WeakReference<object>(made.Held!), WeaklyHeld());
        made.Table.Add(made.Key!, new ByWeakValue());
        ((IEnumerator)made.Iterator).MoveNext();
        return made;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference WeaklyHeld() => new(new ByDeadTarget());

    /// <summary>A queue that goes on at the beginning of its array of four.</summary>
    static Queue<object> Wrapped(object second)
    {
        var queue = new Queue<object>(["", "", "", ""]);
        _ = (queue.Dequeue(), queue.Dequeue(), queue.Dequeue());
        queue.Enqueue(second);
        return queue;
    }

    /// <summary>A queue of which two of a hundred are left, in the second of its arrays.</summary>
    static ConcurrentQueue<object> Concurrent(object last)
    {
        var queue = new ConcurrentQueue<object>([.. Enumerable.Repeat("", 99), last]);
        while (queue.Count > 2 && queue.TryDequeue(out _))
        {
        }

        return queue;
    }

    static IEnumerable<int> Numbers()
    {
        var seen = new ByIterator();
        yield return 1;
        GC.KeepAlive(seen);
    }
}

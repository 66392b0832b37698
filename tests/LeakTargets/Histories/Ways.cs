// Growing.Items, .ById, .Seen     only ever added to, and lately too
// Used.ById, .Recent              as many come as go: 1,200 stay
// Lru.ByKey                       a dictionary beside a list of nodes that evicts
// Bounded._kept                   its owner has a field _capacity
// Trimmed.ByKey                   another method takes out what is too much
// Removed.ByKey                   another method takes one out by its key
// Optioned._kept                  its owner's options have a field _limit
// Ring._items                     an array of which each place is written again
// Loaded.Table                    filled by one call at start
// OnceAtOnce.All                  made by ToList
// OnceAtOnce.Known                a FrozenDictionary
// Constructed.Table               filled by a static constructor
using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Shop;

public class Item
{
    public readonly byte[] Body = new byte[1_100];
}

public static class Growing
{
    private static readonly List<Item> Items = [];
    private static readonly Dictionary<int, Item> ById = [];
    private static readonly HashSet<Item> Seen = [];

    public static void Add(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Items.Add(new Item());
            ById.Add(ById.Count, new Item());
            Seen.Add(new Item());
        }
    }
}

public static class Used
{
    private const int Most = 1_200;
    private static readonly Dictionary<int, Item> ById = [];
    private static readonly List<Item> Recent = [];
    private static int _next;

    public static void Work(int count)
    {
        for (var done = 0; done < count; done++, _next++)
        {
            ById[_next] = new Item();
            ById.Remove(_next - Most);
            Recent.Add(new Item());
            if (Recent.Count > Most)
            {
                Recent.RemoveAt(0);
            }
        }
    }
}

public static class Lru
{
    private const int Most = 1_200;
    private static readonly Dictionary<int, LinkedListNode<(int Key, Item Item)>> ByKey = [];
    private static readonly LinkedList<(int Key, Item Item)> Order = [];
    private static int _next;

    public static void Work(int count)
    {
        for (var done = 0; done < count; done++, _next++)
        {
            ByKey[_next] = Order.AddFirst((_next, new Item()));
            if (Order.Count > Most)
            {
                ByKey.Remove(Order.Last!.Value.Key);
                Order.RemoveLast();
            }
        }
    }
}

public class Bounded(int capacity)
{
    private static readonly Bounded Instance = new(5_000);
    private readonly Dictionary<int, Item> _kept = [];
    private readonly int _capacity = capacity;

    public static void Work(int count)
    {
        for (var done = 0; done < count && Instance._kept.Count < Instance._capacity; done++)
        {
            Instance._kept.TryAdd(Instance._kept.Count, new Item());
        }
    }
}

public static class OnceAtOnce
{
    private static List<Item>? All;
    private static FrozenDictionary<int, Item>? Known;

    public static void Read()
    {
        All ??= Enumerable.Range(0, 1_200).Select(_ => new Item()).ToArray().ToList();
        Known ??= Enumerable.Range(0, 1_200).ToFrozenDictionary(id => id, _ => new Item());
    }
}

public static class Constructed
{
    private static readonly List<Item> Table = [];

    static Constructed()
    {
        while (Table.Count < 1_200)
        {
            Table.Add(new Item());
        }
    }

    public static int Count => Table.Count;
}

public static class Trimmed
{
    private static readonly int Most = 2_000;
    private static readonly ConcurrentDictionary<int, Item> ByKey = [];
    private static int _next;

    public static void Work(int count)
    {
        for (var done = 0; done < count; done++)
        {
            ByKey[_next++] = new Item();
            Trim();
        }
    }

    private static void Trim()
    {
        while (ByKey.Count > Most)
        {
            ByKey.TryRemove(ByKey.Keys.First(), out _);
        }
    }
}

public static class Removed
{
    private static readonly ConcurrentDictionary<int, Item> ByKey = [];
    private static int _next;

    public static void Work(int count)
    {
        for (var done = 0; done < count; done++, _next++)
        {
            ByKey[_next] = new Item();
            if (_next % 3 == 0)
            {
                Remove(_next);
            }
        }
    }

    private static void Remove(int key)
    {
        if (ByKey.Count > 0)
        {
            ByKey.TryRemove(key, out _);
        }
    }
}

public class OptionedOptions
{
    private readonly int _limit = 9_000;

    public int Limit => _limit;
}

public class Optioned(OptionedOptions options)
{
    private static readonly Optioned Instance = new(new OptionedOptions());
    private readonly HashSet<Item> _kept = [];

    public static void Work(int count)
    {
        for (var done = 0; done < count && Instance._kept.Count < Instance.Options.Limit; done++)
        {
            Instance._kept.Add(new Item());
        }
    }

    private OptionedOptions Options => options;
}

public class Ring
{
    private static readonly Ring Instance = new();
    private readonly Item[] _items = new Item[1_200];
    private int _next;

    public static void Work(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Instance._items[Instance._next++ % Instance._items.Length] = new Item();
        }
    }
}

public static class Loaded
{
    private static readonly Dictionary<int, Item> Table = [];

    public static void Load()
    {
        for (var id = 0; id < 1_200; id++)
        {
            Table.Add(id, new Item());
        }
    }
}

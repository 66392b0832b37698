// Growing.Items, .ById, .Seen     only ever added to, and lately too
// Used.ById, .Recent              as many come as go: 1,200 stay
// Lru.ByKey                       a dictionary beside a list of nodes that evicts
// Bounded._kept                   its owner has a field _capacity
// OnceAtOnce.All                  made by ToList
// OnceAtOnce.Known                a FrozenDictionary
// Constructed.Table               filled by a static constructor
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

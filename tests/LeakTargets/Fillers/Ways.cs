// Who fills what, and beside it who does something else with it.
//
//   ByAdd.Items                 Shop.ByAdd.Load                         List.Add
//   ByIndexer.ById              Shop.ByIndexer.Load                     Dictionary's indexer
//   ByTryAdd.ById               Shop.ByTryAdd.Load                      ConcurrentDictionary.TryAdd, in an instance's field
//   Publisher.Changed           Shop.Screen.Open                        event +=
//   BySwap.ByKey                Shop.BySwap.Publish                     ImmutableDictionary.Add, then stored
//   ByLambda.Items              lambda in Shop.ByLambda.Load
//   Store.Kept                  Shop.Derived.Keep                       a field of a base class in another assembly, which has no symbols
//   Cache<Item>.Items           Shop.Cache<T>.Put, Shop.Direct.Load     generic, from inside and outside
//   BySetter.Items              Shop.BySetter.Reload                    property with a private setter
//   ByAsync.Items               Shop.ByAsync.LoadAsync                  async method
//   ByLocalFunction.Items       Shop.ByLocalFunction.Put                local function
//   Archive.Entries             Storage.Archive.Put                     in the assembly without symbols
//   History.Last                Shop.History.Load                       objects that hang on each other
//   ByHelper.Items              Shop.ByHelper.Load                      through a method that is given the list
//   ByArray.Items               Shop.ByArray.Load                       array that grows
//   Nested.ByGroup              Shop.Nested.Load                        lists in a dictionary
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Storage;

namespace Shop;

public class Item
{
    public readonly byte[] Body = new byte[1_100];
}

public static class ByAdd
{
    private static readonly List<Item> Items = [];

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Items.Add(new Item());
        }
    }

    public static int Count() => Items.Count;

    public static void Trim()
    {
        Items.RemoveAt(0);
        Items.Clear();
    }
}

public static class ByIndexer
{
    private static readonly Dictionary<int, Item> ById = [];
    private static readonly Dictionary<int, Item> Removed = [];

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            ById[ById.Count] = new Item();
        }
    }

    public static Item Find(int id) => ById[id];

    public static void Remove(int id)
    {
        Removed[id] = ById[id];
        Removed.Add(-id, ById[id]);
        ById.Remove(id);
    }
}

public class ByTryAdd
{
    private static readonly ByTryAdd Instance = new();
    private readonly ConcurrentDictionary<int, Item> _byId = new(concurrencyLevel: 1, capacity: 100);

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Instance._byId.TryAdd(Instance._byId.Count, new Item());
        }
    }

    public bool Forget(int id) => _byId.TryRemove(id, out _);
}

public static class Publisher
{
    public static event EventHandler? Changed;

    public static void Raise() => Changed?.Invoke(null, EventArgs.Empty);
}

public class Screen
{
    private readonly byte[] _pixels = new byte[1_100];

    public static void Open(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Publisher.Changed += new Screen().Draw;
        }
    }

    public void Close() => Publisher.Changed -= Draw;

    private void Draw(object? sender, EventArgs e) => _pixels[0]++;
}

public static class BySwap
{
    private static ImmutableDictionary<int, Item> ByKey = ImmutableDictionary<int, Item>.Empty;

    public static void Publish(int count)
    {
        for (var done = 0; done < count; done++)
        {
            ByKey = ByKey.Add(ByKey.Count, new Item());
        }
    }

    public static void Withdraw(int key) => ByKey = ByKey.Remove(key);

    public static void Clear() => ByKey = ByKey.Clear();

    public static ImmutableDictionary<int, Item> With(Item item) => ImmutableDictionary<int, Item>.Empty.Add(0, item);
}

public static class ByLambda
{
    private static readonly List<Item> Items = [];

    public static void Load(int count) => Enumerable.Range(0, count).ToList().ForEach(_ => Items.Add(new Item()));

    public static Item? Find() => Items.Find(item => item.Body.Length == 0);
}

public class Derived : Store
{
    private static readonly Derived Instance = new();

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Instance.Keep(new Item());
        }
    }

    private void Keep(Item item) => Kept.Add(item);

    public void Drop(Item item) => Kept.Remove(item);
}

public static class Cache<T>
{
    public static readonly List<T> Items = [];

    public static void Put(T item) => Items.Add(item);
}

public static class Direct
{
    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Cache<Item>.Items.Add(new Item());
        }

        Note("loaded");
    }

    public static void Note(string note) => Cache<string>.Items.Add(note);
}

public static class BySetter
{
    public static IReadOnlyList<Item> Items { get; private set; } = [];

    public static void Reload(int count)
    {
        var fresh = new List<Item>(count);
        for (var done = 0; done < count; done++)
        {
            fresh.Add(new Item());
        }

        Items = fresh;
    }

    public static void Reset() => Items = new List<Item>();

    public static void Forget() => Items = [];
}

public static class ByAsync
{
    private static readonly List<Item> Items = [];

    public static async Task LoadAsync(int count)
    {
        for (var done = 0; done < count; done++)
        {
            await Task.Yield();
            Items.Add(new Item());
        }
    }

    public static async Task<int> CountAsync()
    {
        await Task.Yield();
        return Items.Count;
    }
}

public static class ByLocalFunction
{
    private static readonly HashSet<Item> Items = [];

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Put();
        }

        static void Put() => Items.Add(new Item());
    }
}

public static class NoSymbols
{
    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Archive.Put(new Item());
        }
    }
}

public static class History
{
    private static Step? Last;

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            Last = new Step(Last);
        }
    }

    public static void Undo() => Last = Last?.Before;

    private sealed class Step(Step? before)
    {
        public readonly Step? Before = before;
        public readonly byte[] State = new byte[1_100];
    }
}

public static class ByHelper
{
    private static readonly Stack<Item> Items = new();

    public static void Load(int count) => Helper.Fill(Items, count);

    public static int Count() => Helper.CountOf(Items);
}

internal static class Helper
{
    public static void Fill(Stack<Item> items, int count)
    {
        for (var done = 0; done < count; done++)
        {
            items.Push(new Item());
        }
    }

    public static int CountOf(Stack<Item> items) => items.Count;
}

public static class ByArray
{
    private static Item?[] Items = new Item[16];
    private static int Count;

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            if (Count == Items.Length)
            {
                Array.Resize(ref Items, 2 * Count);
            }

            Items[Count++] = new Item();
        }
    }

    public static void Forget(int index) => Items[index] = null;
}

public static class Nested
{
    private static readonly Dictionary<int, List<Item>> ByGroup = [];

    public static void Load(int count)
    {
        for (var done = 0; done < count; done++)
        {
            if (!ByGroup.TryGetValue(done % 3, out var group))
            {
                ByGroup[done % 3] = group = [];
            }

            group.Add(new Item());
        }
    }

    public static void Trim()
    {
        foreach (var group in ByGroup.Values)
        {
            group.RemoveAt(0);
        }
    }
}

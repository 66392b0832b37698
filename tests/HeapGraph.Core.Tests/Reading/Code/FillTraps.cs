using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

#pragma warning disable CA1805, CA1822, CA1852, CA1823, CS0169, CS0414, CS0649, IDE0044, IDE0051, IDE0052, CA2007, CA1802, CA1810, CA1806, CA1825, IDE0074

namespace HeapGraph.Core.Tests.Reading.Code;

/// <summary>Fields that are filled in ways that are easily missed, beside code that only looks like it. Never run.</summary>
internal static class FillTraps
{
    internal static readonly List<object> Plain = [], Other = [], Unused = [];
    private static readonly Dictionary<int, object> ById = [], Elsewhere = [];
    private static List<object>? Lazily;
    private static List<object> Swapped = [], Table = ["a", "b"], Appended = [];
    private static ImmutableArray<object> Built = [];
    private static ImmutableDictionary<int, object> Updated = ImmutableDictionary<int, object>.Empty, Shrunk = ImmutableDictionary<int, object>.Empty;
    private static ImmutableDictionary<int, object> Interlocked1 = ImmutableDictionary<int, object>.Empty;
    private static readonly Channel<object> Waiting = Channel.CreateUnbounded<object>();
    private static readonly ConditionalWeakTable<object, object> Weakly = [];
    private static readonly ConcurrentDictionary<int, ConcurrentBag<object>> Bags = [];
    private static readonly Slot[] Slots = new Slot[4];
    private static readonly object?[,] Grid = new object?[2, 2];
    private static Action? Handlers;
    private static readonly List<object> GivenAway = [], Handed = [], Iterated = [], Branched = [], Guarded = [], Grouped = [], Captured = [], Awaited = [], Copied = [];
    private static readonly AsyncLocal<List<object>?> Ambient = new();

    internal static List<object> All => Plain;

    private static event Action Custom
    {
        add => Handlers += value;
        remove => Handlers -= value;
    }

    internal static void AddThroughLocal()
    {
        var list = Plain;
        list.Add(1);
    }

    internal static void ReadAndAddElsewhere()
    {
        foreach (var item in Plain)
        {
            Other.Add(item);
        }

        {
            var list = Plain;
            _ = list.Count;
        }

        {
            var list = Other;   // perhaps in the same slot
            list.Add(2);
        }
    }

    internal static bool Has(object item) => Plain.Contains(item) || Plain.Exists(other => other.Equals(item));

    internal static void PutById(int id) => ((IDictionary<int, object>)ById)[id] = "x";

    internal static void MoveById(int id)
    {
        if (ById.TryGetValue(id, out var found) && ById.Remove(id))
        {
            Elsewhere[id] = found;
        }
    }

    internal static void AddLazily() => (Lazily ??= []).Add(1);

    internal static void Swap()
    {
        var next = new List<object>();
        next.Add(3);
        Interlocked.Exchange(ref Swapped, next);
    }

    internal static void Reset() => Interlocked.Exchange(ref Swapped, []);

    internal static void Append(object item) => Appended = [.. Appended, item];

    internal static void Shorten() => Appended = [.. Appended.Skip(1)];

    internal static void Build()
    {
        var builder = Built.ToBuilder();
        builder.Add("x");
        Built = builder.ToImmutable();
    }

    internal static void Update(int id) => ImmutableInterlocked.Update(ref Updated, (all, key) => all.SetItem(key, "x"), id);

    internal static void Shrink(int id) => ImmutableInterlocked.Update(ref Shrunk, (all, key) => all.Remove(key), id);

    internal static void TryAdd(int id) => ImmutableInterlocked.TryAdd(ref Interlocked1, id, "x");

    internal static bool Write(object item) => Waiting.Writer.TryWrite(item);

    internal static bool Read() => Waiting.Reader.TryRead(out _);

    internal static void Attach(object key) => Weakly.AddOrUpdate(key, "x");

    internal static object Attached(object key) => Weakly.TryGetValue(key, out var found) ? found : key;

    internal static void Bag(int id) => Bags.GetOrAdd(id, _ => []).Add("x");

    internal static void BagKnown(int id)
    {
        if (Bags.TryGetValue(id, out var bag))
        {
            bag.Add("y");
        }
    }

    internal static void Unbag(int id) => Bags[id].TryTake(out _);

    internal static void SetSlot(object value) => Slots[1].Value = value;

    internal static void ClearSlot() => Slots[1].Value = null;

    internal static object? ReadSlot() => Slots[1].Value;

    internal static void SetGrid(object value) => Grid[1, 1] = value;

    internal static object? ReadGrid() => Grid[0, 1];

    internal static void Subscribe(Action handler) => Custom += handler;

    internal static void Unsubscribe(Action handler) => Custom -= handler;

    internal static void GiveAway() => _ = new Keeper(GivenAway);

    internal static void HandOver() => AddTo(Handed);

    internal static int CountHanded() => CountOf(Handed);

    internal static IEnumerable<int> Iterate()
    {
        Iterated.Add(1);
        yield return Iterated.Count;
    }

    internal static void Branch(bool isIt) => (isIt ? Branched : Other).Add(1);

    internal static void Guard()
    {
        lock (Guarded)
        {
            var list = Guarded;
            try
            {
                _ = list.Count;
            }
            catch (InvalidOperationException)
            {
                list.Add(1);
            }
        }
    }

    internal static void Group(List<object> items) => items.ForEach(Grouped.Add);

    internal static Action Capture()
    {
        var list = Captured;
        return () => list.Add(1);
    }

    internal static async Task Await()
    {
        var list = Awaited;
        await Task.Yield();
        list.Add(1);
    }

    internal static void CopyInto(object[] items) => Copied.AddRange(items);

    internal static object[] CopyOut()
    {
        var items = new object[Copied.Count];
        Copied.CopyTo(items);
        return items;
    }

    internal static List<object> CopyAndAdd()
    {
        var some = new List<object>(Copied) { 1 };
        var others = Copied.Where(item => item is int).ToList();
        others.Add(2);
        others.AddRange(some);
        return others;
    }

    internal static void Enter() => Ambient.Value = [1];

    private static void AddTo<T>(ICollection<T> items)
        where T : new() => items.Add(new T());

    private static int CountOf<T>(ICollection<T> items) => items.Count;

    private struct Slot
    {
        public object? Value;
    }

    private sealed class Keeper(List<object> kept)
    {
        private readonly List<object> _kept = kept;

        public void Put() => _kept.Add(1);
    }
}

/// <summary>Has a field of the same name.</summary>
internal static class FillTrapsOfOthers
{
    private static readonly List<object> Plain = [];

    internal static void AddToOwn() => Plain.Add(1);

    internal static void AddThroughProperty() => FillTraps.All.Add(1);

    internal static int ReadThroughProperty() => FillTraps.All.Count;
}

/// <summary>Calls of it mean the one type that implements it.</summary>
internal interface IHasItems
{
    List<object> Items { get; }
}

/// <summary>Calls of it mean one type or another.</summary>
internal interface IShareItems
{
    List<object> Items { get; }
}

internal sealed class HasItems : IHasItems, IShareItems
{
    private readonly List<object> _items = [], _shared = [];

    public List<object> Items => _items;

    List<object> IShareItems.Items => _shared;
}

internal sealed class SharesItems : IShareItems
{
    public List<object> Items => [];
}

internal static class UsesItems
{
    internal static void AddThroughInterface(IHasItems has) => has.Items.Add(1);

    internal static void AddThroughShared(IShareItems shares) => shares.Items.Add(1);
}

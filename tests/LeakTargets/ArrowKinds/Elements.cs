// One arrow from each of the rarer collections to what it holds: a place as ElementAt gives it, or a key.
//
//   places: [3] -> InSortedSet    [2] -> InImmutableList    [1] -> InImmutableSortedSet, InImmutableArray (a boxed one)
//     [0], [1], [2] -> InImmutableHashSet, the first two with one hash code    [0] -> OnImmutableStack    [1] -> InImmutableStack
//     [2] -> InImmutableQueue, InConcurrentBag    [1] -> InConcurrentStack, InBlockingCollection, InBlockingStack, InChannel,
//     InBoundedChannel, InSingleConsumerChannel, InReadOnlyCollection    [0] -> InPrioritizedChannel
//   keys: [typeof(System.Collections.Generic.List<int>)] -> ByType    ["https://example.org/"] -> ByUri    [("pair", 17)] -> ByTupleKey
//     [OrderId(17)] -> ByWrappedKey    ["record"].Held -> ByRecord    ["old"] -> ByOldSortedList    ["few"] -> ByListDictionary    ["immutable sorted"] -> ByImmutableSorted
//     ["read-only"] -> ByReadOnlyDictionary    [1].value -> ByRank (a sorted dictionary whose keys can not be written)
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Threading.Channels;

class InImmutableList; class InImmutableArray; class OnImmutableStack; class InImmutableStack; class InImmutableQueue; class InConcurrentStack;
class InConcurrentBag; class InBlockingCollection; class InBlockingStack; class InChannel; class InBoundedChannel; class InSingleConsumerChannel; class InReadOnlyCollection;
class ByType; class ByUri; class ByTupleKey; class ByWrappedKey; class ByRecord; class ByOldSortedList; class ByListDictionary; class ByImmutableSorted; class ByReadOnlyDictionary; class ByRank;
class InPrioritizedChannel : Ranked;

class InSortedSet : Ranked { public InSortedSet() => Rank = 3; }
class InImmutableSortedSet : Ranked { public InImmutableSortedSet() => Rank = 1; }
class InImmutableHashSet(int hash) { public override int GetHashCode() => hash; public override bool Equals(object? other) => ReferenceEquals(this, other); }

class Ranked : IComparable<Ranked>
{
    public int Rank;

    public int CompareTo(Ranked? other) => Rank.CompareTo(other!.Rank);

    public static Ranked Of(int rank) => new() { Rank = rank };
}

readonly record struct OrderId(int Number);

readonly record struct Labelled(string Name, object Held);

static class Elements
{
    public static object[] Make() =>
    [
        new SortedSet<Ranked>([Ranked.Of(5), Ranked.Of(0), new InSortedSet(), Ranked.Of(1), Ranked.Of(2), Ranked.Of(4)]),
        ImmutableList.Create<object>("", "", new InImmutableList(), ""), ImmutableSortedSet.Create<Ranked>(Ranked.Of(2), new InImmutableSortedSet(), Ranked.Of(0)),
        ImmutableHashSet.Create<object>(new InImmutableHashSet(1), new InImmutableHashSet(1), new InImmutableHashSet(2)),
        ImmutableArray.Create<object>("", new InImmutableArray()), ImmutableStack.Create<object>("", new InImmutableStack(), new OnImmutableStack()),
        ImmutableQueue.Create<object>("").Enqueue("").Enqueue(new InImmutableQueue()).Enqueue(""),
        new ConcurrentStack<object>(["", new InConcurrentStack(), ""]), new ConcurrentBag<object>(["", new InConcurrentBag(), "", ""]),
        new BlockingCollection<object>(new ConcurrentQueue<object>(["", new InBlockingCollection()])),
        new BlockingCollection<object>(new ConcurrentStack<object>(["", new InBlockingStack(), ""])),
        Filled(Channel.CreateUnbounded<object>(), new InChannel()), Filled(Channel.CreateBounded<object>(4), new InBoundedChannel()),
        Filled(Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true }), new InSingleConsumerChannel()),
#if NET9_0_OR_GREATER
        Prioritized(new InPrioritizedChannel()),
#endif
        new ReadOnlyCollection<object>(new List<object> { "", new InReadOnlyCollection() }),
        new Dictionary<Type, object> { [typeof(List<int>)] = new ByType() }, new Dictionary<Uri, object> { [new("https://example.org/")] = new ByUri() },
        new Dictionary<(string, int), object> { [("pair", 17)] = new ByTupleKey() }, new Dictionary<OrderId, object> { [new(17)] = new ByWrappedKey() },
        new Dictionary<string, Labelled> { ["record"] = new("", new ByRecord()) },
        new System.Collections.SortedList { ["old"] = new ByOldSortedList() }, new ListDictionary { ["few"] = new ByListDictionary() },
        ImmutableSortedDictionary<string, object>.Empty.Add("immutable sorted", new ByImmutableSorted()),
        new ReadOnlyDictionary<string, object>(new Dictionary<string, object> { ["read-only"] = new ByReadOnlyDictionary() }),
        new SortedDictionary<Ranked, object> { [Ranked.Of(1)] = new ByRank(), [Ranked.Of(0)] = "" },
    ];

    private static Channel<object> Filled(Channel<object> channel, object second)
    {
        _ = channel.Writer.TryWrite("") && channel.Writer.TryWrite(second);
        return channel;
    }

#if NET9_0_OR_GREATER
    private static Channel<Ranked> Prioritized(Ranked item)
    {
        var channel = Channel.CreateUnboundedPrioritized<Ranked>();
        channel.Writer.TryWrite(item);
        return channel;
    }
#endif
}

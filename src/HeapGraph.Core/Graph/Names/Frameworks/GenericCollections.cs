using static HeapGraph.Core.Graph.Names.Frameworks.InnerTypes;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The collections of <c>System.Collections.Generic</c>, and what <c>System.Collections.ObjectModel</c> puts around them.</summary>
internal static class GenericCollections
{
    private const string Space = "System.Collections.Generic.";
    private const string Model = "System.Collections.ObjectModel.";

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Generic/List.cs
    public static FrameworkCollection List { get; } = new($"{Space}List") { Fields = ["_items"], Steps = InArray, Count = new ElementCount.Number("_size"), Changes = new ChangeCount("_version", OfRemovals: true) };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Generic/Dictionary.cs
    public static FrameworkCollection Dictionary { get; } = new($"{Space}Dictionary")
    {
        Fields = ["_entries", "_buckets"],
        Steps = Entries($"{Space}Dictionary.Entry"),
        Count = new ElementCount.Number("_count", Less: "_freeCount"),
        Changes = new ChangeCount("_version", OfRemovals: false),
        Holders = [new($"{Space}Dictionary.Entry", "value", "key") { Link = "next" }, new(Pair, "value", "key")],
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Generic/HashSet.cs
    // A set has no keys: what stands in an entry is the element itself.
    public static FrameworkCollection HashSet { get; } = new($"{Space}HashSet")
    {
        Fields = ["_entries", "_buckets"],
        Steps = Entries($"{Space}HashSet.Entry"),
        Count = new ElementCount.Number("_count", Less: "_freeCount"),
        Changes = new ChangeCount("_version", OfRemovals: false),
        Holders = [new($"{Space}HashSet.Entry", "Value")],
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/SortedSet.cs
    public static FrameworkCollection SortedSet { get; } = new($"{Space}SortedSet")
    {
        Fields = ["root"],
        Steps = Nodes($"{Space}SortedSet.Node"),
        Count = new ElementCount.Number("count"),
        Changes = new ChangeCount("version", OfRemovals: true),
        Links = new NodeLinks("root", "<Left>k__BackingField", "<Right>k__BackingField"),
        Holders = [new($"{Space}SortedSet.Node", "<Item>k__BackingField") { MayHoldPair = true }],
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/PriorityQueue.cs, since .NET 6.
    // A channel that is ordered keeps its elements as the priorities of nothing but true.
    public static FrameworkCollection PriorityQueue { get; } = new($"{Space}PriorityQueue")
    {
        Fields = ["_nodes"],
        Steps = InArray,
        Count = new ElementCount.Number("_size"),
        Changes = new ChangeCount("_version", OfRemovals: true),
        Order = new ElementArray("_nodes", "_size") { Part = name => name.StartsWith($"{Space}PriorityQueue<System.Boolean,", StringComparison.Ordinal) ? "Item2" : "Item1" },
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Collections/Generic/Deque.cs
    public static FrameworkCollection Deque { get; } = new($"{Space}Deque")
    {
        Fields = ["_array"],
        Steps = InArray,
        Count = new ElementCount.Number("_size"),
        Order = new ElementArray("_array", "_size", "_head"),
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/LinkedList.cs
    public static FrameworkCollection LinkedList { get; } = new($"{Space}LinkedList")
    {
        Fields = ["head"],
        Steps = Nodes(LinkedListNode),
        Count = new ElementCount.Number("count"),
        Changes = new ChangeCount("version", OfRemovals: true),
        Links = new NodeLinks("head", null, "next") { Owner = "list" },
        Holders = [new(LinkedListNode, "item")],
    };

    public static IReadOnlyList<FrameworkCollection> All { get; } =
    [
        List,
        Dictionary,
        HashSet,
        SortedSet,
        PriorityQueue,
        Deque,
        LinkedList,

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Generic/Queue.cs
        new($"{Space}Queue")
        {
            Fields = ["_array"], Steps = InArray, Count = new ElementCount.Number("_size"), Changes = new ChangeCount("_version", OfRemovals: true), Order = new ElementArray("_array", "_size", "_head"),
        },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/Stack.cs
        new($"{Space}Stack")
        {
            Fields = ["_array"], Steps = InArray, Count = new ElementCount.Number("_size"), Changes = new ChangeCount("_version", OfRemovals: true), Order = new ElementArray("_array", "_size") { IsStack = true },
        },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/SortedList.cs
        new($"{Space}SortedList") { Fields = ["keys", "values"], Steps = InArray, Count = new ElementCount.Number("_size"), Pairs = [("values", "keys")] },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/OrderedDictionary.cs, since .NET 9
        new($"{Space}OrderedDictionary")
        {
            Fields = ["_entries", "_buckets"],
            Steps = Entries($"{Space}OrderedDictionary.Entry"),
            Count = new ElementCount.Number("_count"),
            Holders = [new($"{Space}OrderedDictionary.Entry", "Value", "Key")],
        },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections/src/System/Collections/Generic/SortedDictionary.cs
        // Its TreeSet is a SortedSet that serves nobody else.
        new($"{Space}SortedDictionary") { Fields = ["_set"], Steps = Around($"{Space}TreeSet", SortedSet.Steps), Wraps = "_set" },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ObjectModel/Collection.cs
        AroundList("Collection", "items"),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.ObjectModel/src/System/Collections/ObjectModel/ObservableCollection.cs
        AroundList("ObservableCollection", "items"),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.ObjectModel/src/System/Collections/ObjectModel/KeyedCollection.cs
        AroundList("KeyedCollection", "items"),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ObjectModel/ReadOnlyCollection.cs
        AroundList("ReadOnlyCollection", "list"),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ObjectModel/ReadOnlyDictionary.cs
        new($"{Model}ReadOnlyDictionary") { Fields = ["m_dictionary"], Steps = Around(Dictionary), Wraps = "m_dictionary" },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ObjectModel/ReadOnlySet.cs, since .NET 9
        new($"{Model}ReadOnlySet") { Fields = ["_set"], Steps = [.. Around(HashSet), .. Around(SortedSet)], Wraps = "_set" },
    ];

    /// <summary>The node of a linked list.</summary>
    public const string LinkedListNode = $"{Space}LinkedListNode";

    /// <summary>What a dictionary keeps where others keep an element.</summary>
    public const string Pair = $"{Space}KeyValuePair";

    private static FrameworkCollection AroundList(string name, string field) => new($"{Model}{name}") { Fields = [field], Steps = Around(List), Wraps = field };
}

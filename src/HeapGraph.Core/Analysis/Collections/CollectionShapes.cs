using System.Text;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>What the framework's collections are made of: which references lead from a collection to the arrays and nodes
/// that it keeps its elements in, and from one of these to the next.</summary>
/// <remarks>By names of types alone, so that it holds for a dump, a saved snapshot and a sketch alike.</remarks>
internal static class CollectionShapes
{
    /// <summary>Delegates are collections too: of the delegates that they combine.</summary>
    public const string Delegate = "System.MulticastDelegate";

    public const string LinkedListNode = $"{Generic}LinkedListNode";

    /// <summary>Its inner nodes are stacks too.</summary>
    public const string ImmutableStack = $"{Immutable}ImmutableStack";

    private const string AnyArray = "[]";
    private const string StateMachine = "<>d";   // what the compiler makes of an async method
    private const string Old = "System.Collections.";
    private const string Generic = "System.Collections.Generic.";
    private const string Observable = "System.Collections.ObjectModel.";
    private const string Concurrent = "System.Collections.Concurrent.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Frozen = "System.Collections.Frozen.";
    private const string Channels = "System.Threading.Channels.";

    // What an async method has while it waits holds its variables as a collection its elements, and so does what flows with it.
    private const string AsyncBox = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder.AsyncStateMachineBox";
    private const string ExecutionContext = "System.Threading.ExecutionContext";
    private const string AsyncLocals = "System.Threading.AsyncLocalValueMap";
    private static readonly (string From, string To)[] InArray = [("", AnyArray)];

    // Where the framework's own fields begin, for types that may refer to others of the same shape by fields of their own.
    private static readonly HashSet<string> Fields =
    [
        "_items", "_array", "_entries", "_buckets", "_nodes", "items", "keys", "values", "head", "root", "_set", "_root", "_tables", "_head", "_tail",
        "_workStealingQueues", "_invocationList", "_forwards", "_backwards", "_backwardsReversed",
    ];

    // By the collection's type: who leads to whom, the collection itself as an empty name.
    private static readonly Dictionary<string, (string From, string To)[]> StepsByCollection = new()
    {
        [Delegate] = [("", "object[]"), ("object[]", Delegate)],
        [$"{Old}ArrayList"] = InArray,
        [$"{Old}Queue"] = InArray,
        [$"{Old}Stack"] = InArray,
        [$"{Old}SortedList"] = InArray,
        [$"{Old}Hashtable"] = [("", $"{Old}Hashtable.Bucket[]")],
        [$"{Old}ListDictionaryInternal"] = Nodes($"{Old}ListDictionaryInternal.DictionaryNode"),
        [$"{Old}Specialized.ListDictionary"] = Nodes($"{Old}Specialized.ListDictionary.DictionaryNode"),
        [$"{Generic}List"] = InArray,
        [$"{Generic}Queue"] = InArray,
        [$"{Generic}Deque"] = InArray,
        [$"{Generic}Stack"] = InArray,
        [$"{Generic}PriorityQueue"] = InArray,
        [$"{Generic}SortedList"] = InArray,
        [$"{Generic}Dictionary"] = Entries("Dictionary"),
        [$"{Generic}HashSet"] = Entries("HashSet"),
        [$"{Generic}OrderedDictionary"] = Entries("OrderedDictionary"),
        [$"{Generic}LinkedList"] = Nodes(LinkedListNode),
        [$"{Generic}SortedSet"] = SortedNodes,
        [$"{Generic}SortedDictionary"] = Around($"{Generic}TreeSet", SortedNodes),
        [$"{Observable}Collection"] = InList,
        [$"{Observable}ObservableCollection"] = InList,
        [$"{Observable}KeyedCollection"] = InList,
        [$"{Observable}ReadOnlyCollection"] = InList,
        [$"{Observable}ReadOnlyDictionary"] = Around($"{Generic}Dictionary", Entries("Dictionary")),
        [$"{Observable}ReadOnlySet"] = [.. Around($"{Generic}HashSet", Entries("HashSet")), .. Around($"{Generic}SortedSet", SortedNodes)],
        [$"{Concurrent}ConcurrentDictionary"] =
        [
            ("", $"{Concurrent}ConcurrentDictionary.Tables"), ($"{Concurrent}ConcurrentDictionary.Tables", AnyArray), (AnyArray, $"{Concurrent}ConcurrentDictionary.Node"),
            ($"{Concurrent}ConcurrentDictionary.Node", $"{Concurrent}ConcurrentDictionary.Node"),
        ],
        [$"{Concurrent}ConcurrentQueue"] = QueueSegments,
        [$"{Concurrent}ConcurrentStack"] = StackNodes,
        [$"{Concurrent}ConcurrentBag"] = BagQueues,
        [$"{Concurrent}BlockingCollection"] =
        [
            .. Around($"{Concurrent}ConcurrentQueue", QueueSegments), .. Around($"{Concurrent}ConcurrentStack", StackNodes), .. Around($"{Concurrent}ConcurrentBag", BagQueues),
        ],
        [$"{Channels}UnboundedChannel"] = Around($"{Concurrent}ConcurrentQueue", QueueSegments),
        [$"{Channels}SingleConsumerUnboundedChannel"] = Around(
            $"{Concurrent}SingleProducerSingleConsumerQueue", Segments($"{Concurrent}SingleProducerSingleConsumerQueue.Segment")),
        [$"{Channels}UnboundedPrioritizedChannel"] = Around($"{Generic}PriorityQueue", InArray),
        [$"{Channels}BoundedChannel"] = Around($"{Generic}Deque", InArray),
        [$"{Immutable}ImmutableArray"] = InArray,
        [$"{Immutable}ImmutableDictionary"] = Buckets,
        [$"{Immutable}ImmutableHashSet"] = Buckets,
        [$"{Immutable}ImmutableList"] = Nodes($"{Immutable}ImmutableList.Node"),
        [$"{Immutable}ImmutableSortedSet"] = Nodes($"{Immutable}ImmutableSortedSet.Node"),
        [$"{Immutable}ImmutableSortedDictionary"] = Nodes($"{Immutable}ImmutableSortedDictionary.Node"),
        [ImmutableStack] = Nodes(ImmutableStack),
        [$"{Immutable}ImmutableQueue"] = Nodes(ImmutableStack),
        [AsyncBox] = [("", StateMachine)],
        [ExecutionContext] =
        [
            .. from count in (string[])["One", "Two", "Three", "Four", "Multi"] select ("", $"{AsyncLocals}.{count}ElementAsyncLocalValueMap"),
            ($"{AsyncLocals}.MultiElementAsyncLocalValueMap", AnyArray), .. Around($"{Generic}Dictionary", Entries("Dictionary")),
        ],
    };

    private static (string, string)[] SortedNodes => Nodes($"{Generic}SortedSet.Node");

    private static (string, string)[] StackNodes => Nodes($"{Concurrent}ConcurrentStack.Node");

    private static (string, string)[] QueueSegments => Segments($"{Concurrent}ConcurrentQueueSegment");

    private static (string, string)[] BagQueues => Segments($"{Concurrent}ConcurrentBag.WorkStealingQueue");

    private static (string, string)[] InList => Around($"{Generic}List", InArray);

    private static (string, string)[] Buckets =>
    [
        .. Nodes($"{Immutable}SortedInt32KeyNode"),
        ($"{Immutable}SortedInt32KeyNode", $"{Immutable}ImmutableList.Node"),
        ($"{Immutable}ImmutableList.Node", $"{Immutable}ImmutableList.Node"),
    ];

    /// <summary>The collection that a type is, or derives from; null for any other type.</summary>
    public static string? CollectionOf(HeapType type) => DefinitionOf(type) is var name && StepsByCollection.ContainsKey(name) ? name
        : name.StartsWith(Frozen, StringComparison.Ordinal) ? Frozen : null;

    /// <summary>A type without its type arguments: <c>System.Collections.Generic.Dictionary.Entry[]</c>; of a type of the
    /// program's own that derives from a collection, that one.</summary>
    public static string DefinitionOf(HeapType type)
    {
        if (type.CollectionBase is { } collection)
        {
            return collection;
        }

        var result = new StringBuilder(type.Name.Length);
        var depth = 0;
        foreach (var letter in type.Name)
        {
            depth += letter == '<' ? 1 : letter == '>' ? -1 : 0;
            if (depth == 0 && letter != '>')
            {
                result.Append(letter);
            }
        }

        return result.ToString();
    }

    /// <summary>Whether only a reference's name tells an inner node from what it looks like: in a collection that the program
    /// derives its own from, and where nodes are collections themselves.</summary>
    public static bool NeedsField(HeapType from) => from.CollectionBase is not null || DefinitionOf(from) == ImmutableStack;

    /// <summary>Whether a reference, by its plain name, is one that a collection itself has to its inner nodes.</summary>
    public static bool IsOwnField(string label) => Fields.Contains(label);

    /// <summary>The collections, by name, within which one type may lead to another; those that wrap another collection first.</summary>
    /// <param name="from">The type of a collection's part.</param>
    /// <param name="to">The type that it refers to.</param>
    public static IEnumerable<string> Around(string from, string to) =>
        StepsByCollection.Keys.Where(collection => Leads(collection, from, to)).OrderByDescending(IsWrapper);

    /// <summary>Whether within a collection one type leads to another that is a part of it too.</summary>
    /// <param name="collection">The collection, as <see cref="CollectionOf"/> names it.</param>
    /// <param name="from">The part that refers; empty for the collection itself.</param>
    /// <param name="to">The type that it refers to.</param>
    public static bool Leads(string collection, string from, string to) =>
        Array.Exists(collection == Frozen ? InArray : StepsByCollection[collection], step => IsLike(step.From, from) && IsLike(step.To, to));

    private static bool IsWrapper(string collection) =>
        Array.Exists(StepsByCollection[collection], step => step.From.Length == 0 && step.To != collection && StepsByCollection.ContainsKey(step.To));

    private static bool IsLike(string wanted, string name) => wanted switch
    {
        AnyArray => name.EndsWith(AnyArray, StringComparison.Ordinal),
        StateMachine => name[(name.LastIndexOf('.') + 1)..] is "d" or ['d', '_', '_', ..],
        _ => wanted == name,
    };

    private static (string, string)[] Entries(string collection) => [("", $"{Generic}{collection}.Entry[]"), ("", "int[]")];

    private static (string, string)[] Segments(string segment) => [.. Nodes(segment), (segment, AnyArray)];

    /// <summary>The steps from a wrapper, through the one collection that it holds.</summary>
    private static (string, string)[] Around(string inner, (string From, string To)[] steps) =>
        [("", inner), .. steps.Select(step => (step.From.Length == 0 ? inner : step.From, step.To))];

    private static (string, string)[] Nodes(string node) => [("", node), (node, node)];
}

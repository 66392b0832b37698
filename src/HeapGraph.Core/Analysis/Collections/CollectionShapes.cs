using System.Text;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Collections;

/// <summary>What the framework's collections are made of: which references lead from a collection to the arrays and nodes
/// that it keeps its elements in, and from one of these to the next.</summary>
/// <remarks>By names of types alone, so that it holds for a dump, a saved snapshot and a sketch alike.</remarks>
internal static class CollectionShapes
{
    /// <summary>Delegates are collections too: of the delegates that they combine.</summary>
    public const string Delegate = "System.MulticastDelegate";

    public const string LinkedListNode = "System.Collections.Generic.LinkedListNode";

    private const string AnyArray = "[]";
    private const string Frozen = "System.Collections.Frozen.";
    private static readonly (string From, string To)[] InArray = [("", AnyArray)];

    // Where the framework's own fields begin, for types of the program's own that derive from a collection and may have arrays of theirs.
    private static readonly HashSet<string> Fields =
    [
        "_items", "_array", "_entries", "_buckets", "_nodes", "items", "keys", "values", "head", "root", "_set", "_root", "_tables", "_head", "_tail",
        "_workStealingQueues", "_invocationList",
    ];

    // By the collection's type: who leads to whom, the collection itself as an empty name.
    private static readonly Dictionary<string, (string From, string To)[]> StepsByCollection = new()
    {
        [Delegate] = [("", "object[]"), ("object[]", Delegate)],
        ["System.Collections.ArrayList"] = InArray,
        ["System.Collections.Queue"] = InArray,
        ["System.Collections.Stack"] = InArray,
        ["System.Collections.SortedList"] = InArray,
        ["System.Collections.Hashtable"] = [("", "System.Collections.Hashtable.Bucket[]")],
        ["System.Collections.Generic.List"] = InArray,
        ["System.Collections.Generic.Queue"] = InArray,
        ["System.Collections.Generic.Deque"] = InArray,
        ["System.Collections.Generic.Stack"] = InArray,
        ["System.Collections.Generic.PriorityQueue"] = InArray,
        ["System.Collections.Generic.SortedList"] = InArray,
        ["System.Collections.Generic.Dictionary"] = Entries("Dictionary"),
        ["System.Collections.Generic.HashSet"] = Entries("HashSet"),
        ["System.Collections.Generic.OrderedDictionary"] = Entries("OrderedDictionary"),
        ["System.Collections.Generic.LinkedList"] = Nodes(LinkedListNode),
        ["System.Collections.Generic.SortedSet"] = Nodes("System.Collections.Generic.SortedSet.Node"),
        ["System.Collections.Generic.SortedDictionary"] =
        [
            ("", "System.Collections.Generic.TreeSet"), ("System.Collections.Generic.TreeSet", "System.Collections.Generic.SortedSet.Node"),
            ("System.Collections.Generic.SortedSet.Node", "System.Collections.Generic.SortedSet.Node"),
        ],
        ["System.Collections.ObjectModel.Collection"] = InList,
        ["System.Collections.ObjectModel.ObservableCollection"] = InList,
        ["System.Collections.ObjectModel.KeyedCollection"] = InList,
        ["System.Collections.Concurrent.ConcurrentDictionary"] =
        [
            ("", "System.Collections.Concurrent.ConcurrentDictionary.Tables"), ("System.Collections.Concurrent.ConcurrentDictionary.Tables", AnyArray),
            (AnyArray, "System.Collections.Concurrent.ConcurrentDictionary.Node"),
            ("System.Collections.Concurrent.ConcurrentDictionary.Node", "System.Collections.Concurrent.ConcurrentDictionary.Node"),
        ],
        ["System.Collections.Concurrent.ConcurrentQueue"] = [.. Nodes("System.Collections.Concurrent.ConcurrentQueueSegment"), ("System.Collections.Concurrent.ConcurrentQueueSegment", AnyArray)],
        ["System.Collections.Concurrent.ConcurrentStack"] = Nodes("System.Collections.Concurrent.ConcurrentStack.Node"),
        ["System.Collections.Concurrent.ConcurrentBag"] = [.. Nodes("System.Collections.Concurrent.ConcurrentBag.WorkStealingQueue"), ("System.Collections.Concurrent.ConcurrentBag.WorkStealingQueue", AnyArray)],
        ["System.Collections.Immutable.ImmutableDictionary"] = Buckets,
        ["System.Collections.Immutable.ImmutableHashSet"] = Buckets,
        ["System.Collections.Immutable.ImmutableList"] = Nodes("System.Collections.Immutable.ImmutableList.Node"),
        ["System.Collections.Immutable.ImmutableSortedSet"] = Nodes("System.Collections.Immutable.ImmutableSortedSet.Node"),
        ["System.Collections.Immutable.ImmutableSortedDictionary"] = Nodes("System.Collections.Immutable.ImmutableSortedDictionary.Node"),
    };

    private static (string, string)[] InList => [("", "System.Collections.Generic.List"), ("System.Collections.Generic.List", AnyArray)];

    private static (string, string)[] Buckets =>
    [
        .. Nodes("System.Collections.Immutable.SortedInt32KeyNode"),
        ("System.Collections.Immutable.SortedInt32KeyNode", "System.Collections.Immutable.ImmutableList.Node"),
        ("System.Collections.Immutable.ImmutableList.Node", "System.Collections.Immutable.ImmutableList.Node"),
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

    /// <summary>Whether a reference, by its plain name, is one that a collection itself has to its inner nodes.</summary>
    public static bool IsOwnField(string label) => Fields.Contains(label);

    /// <summary>The collections, by name, within which one type may lead to another.</summary>
    /// <param name="from">The type of a collection's part.</param>
    /// <param name="to">The type that it refers to.</param>
    public static IEnumerable<string> Around(string from, string to) =>
        StepsByCollection.Keys.Where(collection => Leads(collection, from, to));

    /// <summary>Whether within a collection one type leads to another that is a part of it too.</summary>
    /// <param name="collection">The collection, as <see cref="CollectionOf"/> names it.</param>
    /// <param name="from">The part that refers; empty for the collection itself.</param>
    /// <param name="to">The type that it refers to.</param>
    public static bool Leads(string collection, string from, string to) =>
        Array.Exists(collection == Frozen ? InArray : StepsByCollection[collection], step => IsLike(step.From, from) && IsLike(step.To, to));

    private static bool IsLike(string wanted, string name) => wanted == AnyArray ? name.EndsWith(AnyArray, StringComparison.Ordinal) : wanted == name;

    private static (string, string)[] Entries(string collection) => [("", $"System.Collections.Generic.{collection}.Entry[]"), ("", "int[]")];

    private static (string, string)[] Nodes(string node) => [("", node), (node, node)];
}

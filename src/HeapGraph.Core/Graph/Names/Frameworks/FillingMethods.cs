namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What a method of .NET's does to what it is called on, or to its first argument.</summary>
internal enum FillingMethod
{
    /// <summary>Puts nothing in.</summary>
    None,

    /// <summary>Puts something in.</summary>
    Puts,

    /// <summary>Takes something out.</summary>
    Takes,

    /// <summary>Gives a new one with less in it, and leaves the old one as it is.</summary>
    Lessens,

    /// <summary>Gives a new one with more in it, and leaves the old one as it is.</summary>
    Makes,

    /// <summary>Stores its second argument where the first one refers to.</summary>
    Stores,

    /// <summary>Stores there what a function makes of what is there.</summary>
    Maps,
}

/// <summary>How .NET's collections, caches and delegates are filled: by name, since a call may go through any of their interfaces.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/tree/main/src/libraries (System.Collections*, System.Threading.Channels,
/// Microsoft.Extensions.Caching.Memory, System.Private.CoreLib).</remarks>
internal static class FillingMethods
{
    private const string Immutable = "System.Collections.Immutable.";
    private const string Channels = "System.Threading.Channels.";
    private const string Interlocked = "System.Threading.Interlocked";
    private const string ImmutableInterlocked = $"{Immutable}ImmutableInterlocked";

    private static readonly HashSet<string> Adding =
    [
        "Add", "AddRange", "TryAdd", "set_Item", "Insert", "InsertRange", "AddOrUpdate", "GetOrAdd", "Enqueue", "EnqueueRange", "EnqueueDequeue", "Push", "PushRange",
        "AddFirst", "AddLast", "AddBefore", "AddAfter", "UnionWith", "SymmetricExceptWith", "InsertItem", "SetItem", "SetByIndex",
        "GetValueRefOrAddDefault", "GetOrCreateValue", "AddIfNotPresent",
    ];

    private static readonly HashSet<string> Taking =
    [
        "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveFirst", "RemoveLast", "RemoveWhere", "RemoveItem", "Clear", "ClearItems", "TryRemove", "Dequeue", "TryDequeue",
        "Pop", "TryPop", "TryPopRange", "Take", "TryTake", "TakeFromAny", "TryTakeFromAny", "GetConsumingEnumerable", "ExceptWith", "IntersectWith",
    ];

    private static readonly HashSet<(string Type, string Name)> TakingOf =
    [
        ($"{Channels}ChannelReader", "TryRead"), ($"{Channels}ChannelReader", "ReadAsync"), ($"{Channels}ChannelReader", "ReadAllAsync"),
        ("System.Runtime.Caching.MemoryCache", "Trim"), ("Microsoft.Extensions.Caching.Memory.MemoryCache", "Compact"),
    ];

    private static readonly HashSet<(string Type, string Name)> LesseningOf = [("System.Delegate", "Remove"), ("System.MulticastDelegate", "Remove"), ("System.Delegate", "RemoveAll")];

    // Names that elsewhere mean something else.
    private static readonly HashSet<(string Type, string Name)> AddingOf =
    [
        ("System.Runtime.CompilerServices.ConditionalWeakTable", "GetValue"), ("System.Array", "SetValue"), ("System.Array", "Fill"),
        ($"{Channels}ChannelWriter", "TryWrite"), ($"{Channels}ChannelWriter", "WriteAsync"),
        ("System.Threading.CancellationToken", "Register"), ("System.Threading.CancellationToken", "UnsafeRegister"),
        ("System.Threading.AsyncLocal", "set_Value"), ("System.Threading.ThreadLocal", "set_Value"), ("System.Collections.Generic.LinkedListNode", "set_Value"),
        ("System.Threading.Tasks.Dataflow.DataflowBlock", "Post"), ("System.Threading.Tasks.Dataflow.DataflowBlock", "SendAsync"),
        ("System.Runtime.Caching.MemoryCache", "Set"), ("System.Runtime.Caching.ObjectCache", "Set"), ("System.Runtime.Caching.ObjectCache", "AddOrGetExisting"),
        ("System.Runtime.Caching.MemoryCache", "AddOrGetExisting"),
        ("Microsoft.Extensions.Caching.Memory.IMemoryCache", "CreateEntry"), ("Microsoft.Extensions.Caching.Memory.MemoryCache", "CreateEntry"),
        ("Microsoft.Extensions.Caching.Memory.CacheExtensions", "Set"), ("Microsoft.Extensions.Caching.Memory.CacheExtensions", "GetOrCreate"),
        ("Microsoft.Extensions.Caching.Memory.CacheExtensions", "GetOrCreateAsync"),
    ];

    private static readonly HashSet<string> MakingImmutable =
        ["Add", "AddRange", "SetItem", "SetItems", "Insert", "InsertRange", "Enqueue", "Push", "Union", "SymmetricExcept"];

    private static readonly HashSet<(string Type, string Name)> MakingOf =
    [
        ("System.Delegate", "Combine"), ("System.MulticastDelegate", "Combine"),
        ("System.Linq.Enumerable", "Append"), ("System.Linq.Enumerable", "Prepend"), ("System.Linq.Enumerable", "Concat"), ("System.Linq.Enumerable", "Union"),
        ("System.Linq.Enumerable", "UnionBy"),
    ];

    private static readonly HashSet<(string Type, string Name)> StoringOf =
    [
        (Interlocked, "Exchange"), (Interlocked, "CompareExchange"), ("System.Threading.Volatile", "Write"),
        (ImmutableInterlocked, "InterlockedExchange"), (ImmutableInterlocked, "InterlockedCompareExchange"), (ImmutableInterlocked, "InterlockedInitialize"),
    ];

    // How the names begin of methods that give an element, or something that shows the elements, and of those that give a collection of its own.
    private static readonly string[] Finding = ["First", "Last", "Single", "ElementAt", "Max", "Min"];
    private static readonly string[] Reading = ["get_", "TryGet", "Get", "Peek", "Item", "Find", "Contains", "AsSpan", "AsMemory"];
    private static readonly string[] Copying = ["To", "Clone", "GetRange", "FindAll", "ConvertAll", "MemberwiseClone"];

    // Comparers and numbers don't.
    private static readonly HashSet<string> Contents =
    [
        "System.Collections.Generic.IEnumerable", "System.Collections.Generic.ICollection", "System.Collections.Generic.IReadOnlyCollection",
        "System.Collections.Generic.IList", "System.Collections.Generic.IDictionary", "System.Collections.Generic.ISet", "System.Collections.Generic.List",
        "System.Collections.Concurrent.IProducerConsumerCollection", "System.Collections.ICollection", "System.Collections.IDictionary", "System.ReadOnlySpan",
    ];

    /// <summary>What a method does.</summary>
    /// <param name="type">Its type without type arguments, nested types behind a dot.</param>
    /// <param name="name">Its name in the metadata.</param>
    public static FillingMethod Of(string type, string name) =>
        StoringOf.Contains((type, name)) ? FillingMethod.Stores
        : type == ImmutableInterlocked && name == "Update" ? FillingMethod.Maps
        : MakingOf.Contains((type, name)) || (IsImmutable(type) && MakingImmutable.Contains(name)) ? FillingMethod.Makes
        : LesseningOf.Contains((type, name)) || (IsImmutable(type) && Taking.Contains(name)) ? FillingMethod.Lessens
        : TakingOf.Contains((type, name)) || (Taking.Contains(name) && !type.StartsWith("System.Linq.", StringComparison.Ordinal)) ? FillingMethod.Takes
        : AddingOf.Contains((type, name)) || (Adding.Contains(name) && !IsImmutable(type)) ? FillingMethod.Puts
        : FillingMethod.None;

    /// <summary>Whether a method tells how many there are in a collection.</summary>
    public static bool Counts(string type, string name) => (name == "get_Count" && IsCollection(type)) || (name is "Count" or "LongCount" && type == "System.Linq.Enumerable");

    /// <summary>Whether what is found in a collection may be one itself, by the type that a method of it is called by.</summary>
    public static bool IsCollection(string type) => FrameworkCollections.Owns(type) || AddingOf.Any(known => known.Type == type);

    /// <summary>Whether something may be put into what a method returns that has found it in a collection.</summary>
    /// <param name="type">What it says that it returns.</param>
    public static bool MayBeFilled(string type) => type.EndsWith(']')
        || (IsCollection(type) && !type.Contains("Enumera", StringComparison.Ordinal) && !type.Contains("Compare", StringComparison.Ordinal)
            && !type.Contains("ReadOnly", StringComparison.Ordinal) && !type.StartsWith(Immutable, StringComparison.Ordinal) && type != GenericCollections.Pair);

    /// <summary>Whether what a method finds in a collection, or makes of it, is a new one that is no part of it.</summary>
    /// <param name="type">As above.</param>
    /// <param name="name">Likewise.</param>
    public static bool Copies(string type, string name) =>
        type.StartsWith("System.Linq.", StringComparison.Ordinal) ? !Array.Exists(Finding, name.StartsWith)
        : IsImmutable(type) ? !Array.Exists(Reading, name.StartsWith)
        : type is "System.Delegate" or "System.MulticastDelegate" || Array.Exists(Copying, name.StartsWith);

    /// <summary>Whether a type shows what an array or a list has, and what is written to it is written there.</summary>
    public static bool IsView(string type) => type is "System.Span" or "System.Memory" or "System.ArraySegment" or "System.ReadOnlySpan" or "System.ReadOnlyMemory";

    /// <summary>Whether a new collection that is given something of a type has from the beginning what is in that.</summary>
    /// <param name="type">As above.</param>
    public static bool TakesContent(string type) => type.EndsWith(']') || Contents.Contains(type);

    /// <summary>Whether a method copies into an array that is not its first argument.</summary>
    public static bool CopiesInto(string type, string name) => name == "CopyTo" || (type is "System.Array" or "System.Buffer" && name is "Copy" or "BlockCopy" or "ConstrainedCopy");

    /// <summary>Whether a method or a static field gives a collection with nothing in it.</summary>
    public static bool GivesEmpty(string type, string name, int parameters) =>
        parameters == 0 && name is "Empty" or "get_Empty" || (name.StartsWith("Create", StringComparison.Ordinal)
            && ((parameters == 0 && type.StartsWith(Immutable, StringComparison.Ordinal)) || type.StartsWith(Channels, StringComparison.Ordinal)));

    private static bool IsImmutable(string type) =>
        type.StartsWith(Immutable, StringComparison.Ordinal) && type != ImmutableInterlocked && !type.EndsWith(".Builder", StringComparison.Ordinal);
}

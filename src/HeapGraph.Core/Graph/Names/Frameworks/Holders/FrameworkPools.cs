namespace HeapGraph.Core.Graph.Names.Frameworks.Holders;

/// <summary>What pools of arrays and of blocks look like on the heap.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Buffers/SharedArrayPool.cs and ConfigurableArrayPool.cs beside it;
/// https://github.com/dotnet/aspnetcore/blob/main/src/Shared/Buffers.MemoryPool.</remarks>
internal static class FrameworkPools
{
    private const string Shared = "System.Buffers.SharedArrayPool";
    private const string Configurable = "System.Buffers.ConfigurableArrayPool<";

    /// <summary>How many arrays of a bucket were rented and not returned: arrays are taken from it in order, and put back from its end.</summary>
    public static readonly string[] Rented = ["_index"];

    // What hands out memory by an object that gives it back: its arrays are buffers.
    private static readonly string[] Owners = ["System.Buffers.IMemoryOwner", "System.Buffers.MemoryManager"];

    // Collections in which a pool of its own keeps what waits.
    private static readonly string[] Collections =
    [
        "System.Collections.Concurrent.ConcurrentQueue", "System.Collections.Concurrent.ConcurrentBag", "System.Collections.Concurrent.ConcurrentStack",
        "System.Collections.Generic.Stack", "System.Collections.Generic.Queue",
    ];

    /// <summary>Whether objects of a type are the last that a pool of arrays has above those that wait: a thread's own, which refer to these themselves, or what has an
    /// array of them.</summary>
    public static bool IsShelf(HeapType type) => IsThreads(type) || IsBucket(type)
        || (type.Name.StartsWith(Shared, StringComparison.Ordinal) && type.Name.EndsWith(".Partition", StringComparison.Ordinal));

    /// <summary>Whether it is a thread's own.</summary>
    public static bool IsThreads(HeapType type) => type.Name.StartsWith(Shared, StringComparison.Ordinal) && type.Name.EndsWith("ThreadLocalArray[]", StringComparison.Ordinal);

    /// <summary>Whether it is that of a pool with buckets of its own (<c>ArrayPool.Create</c>).</summary>
    public static bool IsBucket(HeapType type) => type.Name.StartsWith(Configurable, StringComparison.Ordinal) && type.Name.EndsWith(">.Bucket", StringComparison.Ordinal);

    /// <summary>Whether a type is a collection in which a pool may keep what waits.</summary>
    public static bool MayHold(HeapType type) => Array.IndexOf(Collections, type.Parsed.Definition) >= 0;

    /// <summary>Whether a name with type arguments is that of an owner of memory.</summary>
    public static bool IsOwner(string name) => Array.Exists(Owners, owner => name.StartsWith($"{owner}<", StringComparison.Ordinal));

    // What .NET itself reads into and writes from.
    private static readonly string[] Buffering =
        ["System.Buffers.", "System.IO.", "System.Net.", "System.Text.Json.", "System.Security.Cryptography.", "Microsoft.AspNetCore.", "Microsoft.IO."];

    /// <summary>Whether .NET's own objects of a type hold arrays to read into and to write from.</summary>
    public static bool HoldsBuffers(HeapType type) =>
        FrameworkNames.Owns(type) && Array.Exists(Buffering, space => type.Name.StartsWith(space, StringComparison.Ordinal));

    /// <summary>How a field that is a <c>Memory</c> refers to its array.</summary>
    public const string OfMemory = "_object";
}

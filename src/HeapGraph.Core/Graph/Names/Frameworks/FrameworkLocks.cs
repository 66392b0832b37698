namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>Locks that are objects of their own, which say who holds them.</summary>
internal static class FrameworkLocks
{
    public const string Lock = "System.Threading.Lock";

    public const string ReaderWriterLock = "System.Threading.ReaderWriterLockSlim";

    /// <summary>Each with the field that holds the id of its owner, the operating system's or the managed one, and with what stands there when there is none.</summary>
    public static readonly (string Type, HeapLockKind Kind, string Owner, bool IsOsId, string? Recursion, long Nobody)[] All =
    [
        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/Lock.cs
        (Lock, HeapLockKind.Lock, "_owningThreadId", true, "_recursionCount", 0),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/ReaderWriterLockSlim.cs
        (ReaderWriterLock, HeapLockKind.Writer, "_writeLockOwnerId", false, null, -1),
    ];
}

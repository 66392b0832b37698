namespace HeapGraph;

/// <summary>A lock that a thread holds.</summary>
/// <param name="Kind">How it was taken.</param>
/// <param name="Address">The object that is locked.</param>
/// <param name="Type">Its type.</param>
/// <param name="Owner">The managed id of the thread that holds it.</param>
public sealed record HeapLock(HeapLockKind Kind, ulong Address, HeapType Type, int Owner)
{
    /// <summary>How often its owner has entered it.</summary>
    public int Entered { get; init; } = 1;

    /// <summary>The managed ids of the threads that are known to wait for it, ascending.</summary>
    public IReadOnlyList<int> Waiters { get; init; } = [];
}

/// <summary>How a lock was taken.</summary>
public enum HeapLockKind
{
    /// <summary>The C# <c>lock</c> of any object: <c>System.Threading.Monitor</c>.</summary>
    Monitor,

    /// <summary>A <c>System.Threading.Lock</c>.</summary>
    Lock,

    /// <summary>A <c>ReaderWriterLockSlim</c>, to write.</summary>
    Writer,
}

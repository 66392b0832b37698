namespace HeapGraph;

/// <summary>What a thread waits for.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Method">The method that waits, the outermost of .NET's: <c>System.Threading.SemaphoreSlim.Wait</c>.</param>
public sealed record HeapWait(HeapWaitKind Kind, string Method)
{
    /// <summary>The object that it waits for: the lock, the task, the semaphore; 0 where the frames do not tell for sure.</summary>
    public ulong Address { get; init; }

    /// <summary>The type of that object; null where it is not known.</summary>
    public HeapType? Type { get; init; }

    /// <summary>The managed id of the thread that holds the lock, or that is to end; null where none is known.</summary>
    public int? Owner { get; init; }
}

/// <summary>What threads wait for.</summary>
public enum HeapWaitKind
{
    /// <summary>A lock that another thread holds.</summary>
    Lock,

    /// <summary>A pulse: <c>Monitor.Wait</c>.</summary>
    Pulse,

    /// <summary>An event, or another wait handle.</summary>
    Event,

    /// <summary>A <c>SemaphoreSlim</c>.</summary>
    Semaphore,

    /// <summary>A task, without <c>await</c>: the thread is blocked.</summary>
    Task,

    /// <summary>The end of another thread.</summary>
    Thread,

    /// <summary>The end of another process.</summary>
    Process,

    /// <summary>An item in a <c>BlockingCollection</c>.</summary>
    Item,

    /// <summary>Time that passes: <c>Thread.Sleep</c>.</summary>
    Time,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>Input from a file, a pipe or a console.</summary>
    Input,

    /// <summary>Work: a thread of the pool, or of .NET's own, that has nothing to do.</summary>
    Work,
}

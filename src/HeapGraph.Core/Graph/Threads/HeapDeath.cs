namespace HeapGraph;

/// <summary>What a process died of, where its dump was written because of that.</summary>
/// <remarks>Told by the core's own note of a fatal signal (NT_SIGINFO), which createdump and the kernel write for a crash and for no other dump. An exception
/// that the program would have handled is none.</remarks>
/// <param name="Signal">The number of the signal: 6 (SIGABRT) where the runtime ended the process itself.</param>
/// <param name="OsThreadId">The thread that died, as the process itself sees it.</param>
public sealed record HeapDeath(int Signal, uint OsThreadId)
{
    /// <summary>The managed id of that thread; null for a thread of native code alone.</summary>
    public int? ThreadId { get; init; }

    /// <summary>The exception that nobody handled; null for another end.</summary>
    public HeapException? Unhandled { get; init; }

    /// <summary>Whether the program ended itself with <c>Environment.FailFast</c>.</summary>
    public bool IsFailFast { get; init; }

    /// <summary>Where it was: the innermost method of the program's own; null where no managed method is known.</summary>
    public HeapFrame? At { get; init; }
}

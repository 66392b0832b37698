namespace HeapGraph;

/// <summary>A managed thread as it stood.</summary>
/// <param name="Id">Its managed id, as <c>Environment.CurrentManagedThreadId</c> tells it.</param>
/// <param name="OsId">Its id as the process itself sees it: <c>gettid</c>.</param>
public sealed record HeapThread(int Id, uint OsId)
{
    /// <summary>The name that the program gave it; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>What kind of thread it is.</summary>
    public HeapThreadTraits Traits { get; init; }

    /// <summary>Its methods, the innermost first. Native frames are not among them.</summary>
    public IReadOnlyList<HeapFrame> Frames { get; init; } = [];

    /// <summary>The outermost of a stack that ran over, in the same order; empty where all are among <see cref="Frames"/>.</summary>
    public IReadOnlyList<HeapFrame> OuterFrames { get; init; } = [];

    /// <summary>How many frames there are between <see cref="Frames"/> and <see cref="OuterFrames"/>.</summary>
    public int FramesLeftOut { get; init; }

    /// <summary>Why its frames are not known, or not all of them, as a few words; null where they are.</summary>
    public string? Unread { get; init; }

    /// <summary>What it waits for; null where it does not, or where its frames do not tell.</summary>
    public HeapWait? WaitsFor { get; init; }

    /// <summary>The locks that it holds, those that others wait for first.</summary>
    public IReadOnlyList<HeapLock> Holds { get; init; } = [];

    /// <summary>The exception that it is throwing or handling; null for none.</summary>
    public HeapException? Exception { get; init; }

    /// <summary>What its stack alone keeps alive: objects that no other root reaches. Null where that was not asked for.</summary>
    public HeapRetained? Retained { get; init; }

    /// <summary><c>thread 7 "worker"</c>, as roots name it.</summary>
    public override string ToString() => TitleOf(Id, Name);

    /// <summary><c>thread 7 "worker"</c>, or <c>thread 7</c> where no name was given.</summary>
    internal static string TitleOf(int id, string? name) => string.IsNullOrEmpty(name) ? $"thread {id}" : $"thread {id} \"{name}\"";
}

/// <summary>Kinds of threads.</summary>
[Flags]
public enum HeapThreadTraits
{
    /// <summary>None of the others: it keeps the process alive.</summary>
    None = 0,

    /// <summary>It does not keep the process alive.</summary>
    Background = 1,

    /// <summary>Of the thread pool.</summary>
    Pool = 2,

    /// <summary>It runs finalizers.</summary>
    Finalizer = 4,

    /// <summary>It does the collector's work.</summary>
    Collector = 8,
}

/// <summary>Objects that would go together.</summary>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">Their sizes.</param>
public readonly record struct HeapRetained(long Objects, long Bytes);

namespace HeapGraph;

/// <summary>How a live process is copied.</summary>
public sealed record LiveOptions
{
    /// <summary>How long the process may stand still at most. When that is too short for its memory, it is let go, and a
    /// <see cref="HeapReadException"/> says what it would take.</summary>
    public TimeSpan MaxFreeze { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A folder for the copy; null for memory, and a folder on a disk for what memory has no room for.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>Whether all memory is copied while the process stands still. Otherwise that of large native blocks which nothing of the runtime refers to is
    /// copied right after: no question about the heap needs them.</summary>
    public bool CopiesAllAtOnce { get; init; }

    /// <summary>Whether objects will only be counted, which takes some bits an object; a graph of them takes up to 45 bytes.</summary>
    internal bool IsForCounting { get; init; }

    /// <summary>Whether the copy says what of the process is in memory, which the kernel takes some 40 ms for each GB to tell.</summary>
    internal bool TellsResidence { get; init; }

    /// <summary>The folder that the copy will be saved to, whose room is checked before; null when it won't be.</summary>
    internal string? OutputFolder { get; init; }
}

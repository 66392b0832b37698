namespace HeapGraph.Core.Reading.Live;

/// <summary>How a live process is copied.</summary>
internal sealed record LiveOptions
{
    /// <summary>How long the process may stand still at most.</summary>
    public TimeSpan MaxFreeze { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A folder for the copy; null for memory, and a folder on a disk for what memory has no room for.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>Whether objects will only be counted, which takes some bits an object; a graph of them takes up to 45 bytes.</summary>
    public bool IsForCounting { get; init; }

    /// <summary>The folder that the copy will be saved to, whose room is checked before; null when it won't be.</summary>
    public string? OutputFolder { get; init; }
}

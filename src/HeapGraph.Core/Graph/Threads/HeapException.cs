namespace HeapGraph;

/// <summary>An exception.</summary>
/// <param name="Type">Its type's full name.</param>
/// <param name="Message">What it says; null where it has no text of its own, and where the dump does not hold that (<see cref="Unread"/>).</param>
/// <param name="Address">The object.</param>
public sealed record HeapException(string Type, string? Message, ulong Address)
{
    /// <summary>Its <c>HResult</c>.</summary>
    public int HResult { get; init; }

    /// <summary>What of it the dump does not hold, as a few words: "message", "message and stack"; null where it holds all.</summary>
    public string? Unread { get; init; }

    /// <summary>The exceptions inside it: one as a rule, several in an <c>AggregateException</c>.</summary>
    public IReadOnlyList<HeapException> Inner { get; init; } = [];

    /// <summary>How many exceptions directly inside it are not among these: they stand too deep, are too many, or could not be read.</summary>
    public int InnerLeftOut { get; init; }

    /// <summary>Where it was thrown and what it has passed since, the innermost first.</summary>
    public IReadOnlyList<HeapFrame> Frames { get; init; } = [];

    /// <summary>How many frames it has passed further out than these.</summary>
    public int FramesLeftOut { get; init; }
}

namespace HeapGraph;

/// <summary>A target that does not exist, or one of several that nobody chose.</summary>
public sealed class HeapTargetNotFoundException(string message, Remedy remedy) : Exception(message)
{
    /// <inheritdoc/>
    public HeapTargetNotFoundException(string message, string hint)
        : this(message, new Remedy.Plain(hint))
    {
    }

    /// <summary>What the user can do about it.</summary>
    public Remedy Remedy { get; } = remedy;

    /// <summary>The same as a sentence.</summary>
    public string Hint => Remedy.Sentence;
}

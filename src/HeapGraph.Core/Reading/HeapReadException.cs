namespace HeapGraph;

/// <summary>A target that can't be read: a sentence that says why, and what to do about it.</summary>
public sealed class HeapReadException(string message, Remedy remedy, Exception? inner = null) : Exception(message, inner)
{
    /// <inheritdoc/>
    public HeapReadException(string message, string hint, Exception? inner = null)
        : this(message, new Remedy.Plain(hint), inner)
    {
    }

    /// <summary>For a dump that was taken without its heap, or is damaged.</summary>
    internal static Remedy CollectAgain { get; } = new Remedy.CollectAgain();

    /// <summary>What the user can do about it.</summary>
    public Remedy Remedy { get; } = remedy;

    /// <summary>The same as a sentence.</summary>
    public string Hint => Remedy.Sentence;
}

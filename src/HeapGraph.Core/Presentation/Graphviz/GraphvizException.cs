namespace HeapGraph;

/// <summary>The <c>dot</c> program is missing or failed; the <c>.dot</c> file was written all the same.</summary>
public class GraphvizException(string message, Remedy remedy) : Exception(message)
{
    /// <inheritdoc/>
    public GraphvizException(string message, string hint)
        : this(message, new Remedy.Plain(hint))
    {
    }

    /// <summary>What the user can do about it.</summary>
    public Remedy Remedy { get; } = remedy;

    /// <summary>The same as a sentence.</summary>
    public string Hint => Remedy.Sentence;
}

/// <summary>The <c>dot</c> program did not finish in time.</summary>
internal sealed class GraphvizTimeoutException(string message, string hint) : GraphvizException(message, hint);

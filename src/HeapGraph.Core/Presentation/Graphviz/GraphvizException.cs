namespace HeapGraph;

/// <summary>The <c>dot</c> program is missing or failed; the <c>.dot</c> file was written all the same.</summary>
public class GraphvizException(string message, string hint) : Exception(message)
{
    /// <summary>What the user can do about it.</summary>
    public string Hint { get; } = hint;
}

/// <summary>The <c>dot</c> program did not finish in time.</summary>
internal sealed class GraphvizTimeoutException(string message, string hint) : GraphvizException(message, hint);

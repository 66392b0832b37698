namespace HeapGraph;

/// <summary>A target that does not exist, or one of several that nobody chose.</summary>
public sealed class HeapTargetNotFoundException(string message, string hint) : Exception(message)
{
    /// <summary>What the user can do about it.</summary>
    public string Hint { get; } = hint;
}

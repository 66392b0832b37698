namespace HeapGraph;

/// <summary>A target that can't be read: a sentence that says why and one that says what to do.</summary>
public sealed class HeapReadException(string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The hint for a dump that was taken without its heap, or is damaged.</summary>
    internal const string CollectAgain = "Collect it again with: dotnet-dump collect --type Heap -p PID";

    /// <summary>What the user can do about it.</summary>
    public string Hint { get; } = hint;
}

namespace HeapGraph;

/// <summary>A name, or a pattern of names, matches nothing that there is.</summary>
public sealed class UnknownNameException : ArgumentException
{
    internal UnknownNameException(string message, IReadOnlyList<string> nearest)
        : base(message) => Nearest = nearest;

    /// <summary>Names that there are and that are much like it, the nearest first; none when nothing is.</summary>
    public IReadOnlyList<string> Nearest { get; }
}

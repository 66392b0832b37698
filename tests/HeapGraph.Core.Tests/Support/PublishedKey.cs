namespace HeapGraph.Core.Tests.Support;

/// <summary>A key that HeapGraph may write.</summary>
/// <param name="Part">The command, or the part of several commands, that it belongs to.</param>
/// <param name="Path">The way to it within the part: <c>types[].bytes</c>.</param>
/// <param name="Type">Its type as the page says it: <c>array of [step](#step)</c>, <c>address or null</c>.</param>
/// <param name="MayBeMissing">Whether an object need not have it.</param>
internal sealed record PublishedKey(string Part, string Path, string Type, bool MayBeMissing)
{
    /// <summary>The kinds of value that it may have.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The words that it may have as its value; none where any text may stand.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>All that may be met at it.</summary>
    public IEnumerable<KeyState> States =>
        Kinds.Concat(MayBeMissing ? [KeyState.Missing] : []).Select(kind => new KeyState(Part, Path, kind));
}

/// <summary>What is met at a key: a kind of value, or that it is missing.</summary>
internal sealed record KeyState(string Part, string Path, string Kind)
{
    public const string Missing = "missing";

    public override string ToString() => $"{Part}: {Path}: {Kind}";
}

namespace HeapGraph.Core.Graph.Values;

/// <summary>Values that paths lead to, from the target's memory. For questions about many objects.</summary>
internal interface IPathValues
{
    /// <summary>What a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="watched">Calls each look-up in the metadata: one for each type that is met.</param>
    IPathReader Along(ValuePath path, Func<Func<object?>, object?>? watched = null);
}

/// <summary>Values that one path leads to.</summary>
/// <remarks>Any number of threads may ask. Nothing throws for what can't be read: it is missing.</remarks>
internal interface IPathReader
{
    /// <summary>The path.</summary>
    ValuePath Path { get; }

    /// <summary>What it leads to from an object. Some reads of memory; the first object of each type costs a look-up in the metadata.</summary>
    HeapValue Read(int objectIndex);

    /// <summary>Whether values may not be shown, but compared.</summary>
    bool HidesValues { get; }

    /// <summary>The letters of a text, as they are. Not to be kept.</summary>
    ReadOnlySpan<char> LettersOf(HeapValue text);

    /// <summary>Whether these are all of them: the dump may end within a text.</summary>
    bool IsWhole(HeapValue text);

    /// <summary>The members of the enum that a value is of.</summary>
    IReadOnlyList<(string Name, long Number)> MembersOf(HeapValue value);

    /// <summary>A value as everything shows it: a text's beginning in quotes, the name of an enum's member, of a struct its type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="maxLetters">Of a text, at most.</param>
    /// <returns>Null where it is missing or can't be told; "null" of what is null.</returns>
    string? TextOf(HeapValue value, int maxLetters);

    /// <summary>Names that the types have which have none that a part of the path asks for, of the types met so far.</summary>
    /// <param name="part">The part.</param>
    IReadOnlyList<string> NamesAt(int part);
}

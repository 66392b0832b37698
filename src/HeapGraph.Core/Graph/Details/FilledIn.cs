namespace HeapGraph;

/// <summary>Which methods of the program's own assemblies fill a field: write it, or add to the collection in it. Their code (IL) says so,
/// not what ran.</summary>
/// <param name="Methods">With the full names of their types, as stacks have them: <c>Shop.Catalog.Load</c>, <c>lambda in Shop.Importer.Run</c>.
/// Those that add come before those that write.</param>
public sealed record FilledIn(IReadOnlyList<string> Methods)
{
    /// <summary>What is not known, in a sentence: an assembly that is not at hand, a place where the code can't be followed. Null for nothing.</summary>
    public string? Unknown { get; init; }

    /// <summary>Those that take something out of the collection, or put something else in its place; empty where none does, null where that is not known.</summary>
    public IReadOnlyList<string>? TakenOutIn { get; init; }

    /// <summary>The method that takes things out once there are too many; null where none does.</summary>
    internal string? BoundedIn { get; init; }

    /// <summary>Whether each method that fills it is a constructor, or puts in many with one call.</summary>
    internal bool IsFilledInLoops { get; init; }

    /// <summary>Whether only constructors store something in the field itself: what an array there has room for stays.</summary>
    internal bool IsMadeOnce { get; init; }

    /// <summary>Whether only constructors fill it.</summary>
    internal bool IsFilledOnce { get; init; }
}

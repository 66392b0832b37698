namespace HeapGraph;

/// <summary>The strings of a heap, each value once.</summary>
/// <param name="Scope">Which strings count.</param>
/// <param name="Rows">The values shown, sorted as asked.</param>
/// <param name="ValueCount">Number of different values before any limit.</param>
/// <param name="TotalObjects">How many strings there are.</param>
/// <param name="TotalBytes">Their sizes added up.</param>
/// <param name="WastedBytes">Bytes of all but one string of each value.</param>
/// <param name="HeapBytes">Bytes of all objects that count, strings or not.</param>
/// <param name="Coverage">What could not be read.</param>
internal sealed record StringTable(
    ObjectScope Scope, IReadOnlyList<StringRow> Rows, long ValueCount, long TotalObjects, long TotalBytes, long WastedBytes, long HeapBytes, HeapCoverage Coverage)
{
    /// <summary>The pattern that the strings match; null for all strings.</summary>
    public string? Pattern { get; init; }
}

/// <summary>All strings of one value.</summary>
/// <param name="Value">Its beginning in quotes; null where values are hidden.</param>
/// <param name="Objects">How many strings there are.</param>
/// <param name="Length">Letters of each (UTF-16 units).</param>
/// <param name="Bytes">The size of each.</param>
/// <param name="Address">One of them.</param>
public sealed record StringRow(string? Value, long Objects, long Length, long Bytes, ulong Address)
{
    /// <summary>Bytes of all but one of them.</summary>
    public long WastedBytes => (Objects - 1) * Bytes;

    /// <summary>What holds most of them: <c>field Order.Currency</c>, <c>static field Shop.Names</c>; null where nothing does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>How many of them are held so.</summary>
    public long Held { get; init; }

    /// <summary>How many of them stand in the table of interned strings; before .NET 8 that of literals too.</summary>
    public long Interned { get; init; }

    /// <summary>How many of them are literals of the program's in frozen segments.</summary>
    public long Literals { get; init; }
}

/// <summary>What strings are sorted by, the largest first.</summary>
public enum StringSort
{
    /// <summary>Bytes of all but one string of each value.</summary>
    Wasted,

    /// <summary>Number of strings of each value.</summary>
    Count,

    /// <summary>Length.</summary>
    Longest,
}

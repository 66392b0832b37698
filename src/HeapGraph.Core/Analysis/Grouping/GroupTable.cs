using HeapGraph.Core.Analysis;

namespace HeapGraph;

/// <summary>Objects grouped by the value that a path leads to.</summary>
/// <param name="Scope">Which objects count.</param>
/// <param name="Path">The path, as it was typed.</param>
/// <param name="Rows">The groups shown, sorted as asked, ties by value.</param>
/// <param name="TotalObjects">Objects in all groups, before any limit.</param>
/// <param name="TotalBytes">Their sizes added up (shallow).</param>
/// <param name="GroupCount">Number of groups before any limit.</param>
/// <param name="Coverage">What could not be read.</param>
internal sealed record GroupTable(
    ObjectScope Scope, string Path, IReadOnlyList<ValueGroup> Rows, long TotalObjects, long TotalBytes, int GroupCount, HeapCoverage Coverage)
{
    /// <summary>Whether the rows say what their objects keep alive.</summary>
    public bool HasRetainedBytes { get; init; }

    /// <summary>From which objects the path leads nowhere.</summary>
    public IReadOnlyList<MissingValues> Missing { get; init; } = [];

    /// <summary>What was left out.</summary>
    public ObjectFilter Filter { get; init; } = ObjectFilter.None;
}

/// <summary>The objects from which a path leads to one value.</summary>
/// <param name="Value">The value as tables show it: <c>"sync"</c>, <c>17</c>, <c>Paid</c>, <c>null</c>; null where there is none, or it is hidden.</param>
/// <param name="Objects">How many there are.</param>
/// <param name="Bytes">Their sizes added up (shallow).</param>
public sealed record ValueGroup(string? Value, long Objects, long Bytes)
{
    /// <summary>Bytes that the objects keep alive, themselves included, none counted twice; null when nobody asked.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>Of the objects from which the path leads nowhere, the path up to what they have not; null of others.</summary>
    public string? MissingFrom { get; init; }
}

/// <summary>What groups are sorted by: the largest first, values ascending.</summary>
public enum GroupSort
{
    /// <summary>Number of objects.</summary>
    Count,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bytes that the objects keep alive.</summary>
    Retained,

    /// <summary>The value.</summary>
    Value,
}

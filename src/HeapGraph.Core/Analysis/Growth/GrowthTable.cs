using HeapGraph.Core.Analysis;

namespace HeapGraph;

/// <summary>How the types of two or more snapshots changed from the first to the last (or, with peaks, above the
/// highest count seen before).</summary>
/// <param name="Scope">Which objects were counted.</param>
/// <param name="IsPeak">True when each type is compared with its peak so far and only increases are listed, as objgraph does.</param>
/// <param name="Snapshots">The snapshots, oldest first.</param>
/// <param name="Rows">Types whose count or bytes changed, sorted as asked.</param>
/// <param name="TypeCount">Number of rows before any limit.</param>
public sealed partial record GrowthTable(
    ObjectScope Scope,
    bool IsPeak,
    IReadOnlyList<GrowthSnapshot> Snapshots,
    IReadOnlyList<GrowthRow> Rows,
    int TypeCount)
{
    /// <summary>What one row stands for.</summary>
    public GrowthRowKind By { get; init; }

    /// <summary>What was left out of each snapshot.</summary>
    internal ObjectFilter Filter { get; init; } = ObjectFilter.None;
}

/// <summary>What a row of a <see cref="GrowthTable"/> stands for.</summary>
public enum GrowthRowKind
{
    /// <summary>All objects of a type.</summary>
    Type,

    /// <summary>All objects whose types stand in one namespace.</summary>
    Namespace,

    /// <summary>All objects whose types one assembly declares.</summary>
    Assembly,

    /// <summary>All objects from which a path leads to one value: <see cref="HeapObjects.GrowthBy"/>.</summary>
    Value,
}

/// <summary>One snapshot of a comparison.</summary>
/// <param name="Target">Where it came from.</param>
/// <param name="Objects">Number of objects counted.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Coverage">What could not be read of it.</param>
public sealed record GrowthSnapshot(string Target, long Objects, long Bytes, HeapCoverage Coverage)
{
    /// <summary>The snapshot that was counted by type.</summary>
    internal static GrowthSnapshot Of(string target, TypeTable table) => new(target, table.TotalObjects, table.TotalBytes, table.Coverage);
}

/// <summary>One type, namespace or assembly over all snapshots.</summary>
/// <param name="Type">The type; null for namespaces and assemblies.</param>
/// <param name="Objects">Number of objects by snapshot.</param>
/// <param name="Bytes">Bytes by snapshot.</param>
/// <param name="ObjectsDelta">Signed change in objects.</param>
/// <param name="BytesDelta">Signed change in bytes.</param>
public sealed record GrowthRow(
    HeapType? Type,
    IReadOnlyList<long> Objects,
    IReadOnlyList<long> Bytes,
    long ObjectsDelta,
    long BytesDelta)
{
    /// <summary>The name of a namespace or an assembly, which may be empty, or a value as tables show it; null for types.</summary>
    public string? Group { get; init; }

    /// <summary>Of objects from which a path leads to no value, the path up to what they have not; null of others.</summary>
    public string? MissingFrom { get; init; }

    /// <summary>Whether the value is not to be shown.</summary>
    internal bool IsHidden { get; init; }

    /// <summary>The name of whatever it is.</summary>
    public string Name => Group ?? Type!.Name;
}

/// <summary>What a table of growth is sorted by: the largest first, names ascending.</summary>
public enum GrowthSort
{
    /// <summary>Change in number of objects.</summary>
    Count,

    /// <summary>Change in bytes.</summary>
    Bytes,

    /// <summary>Name.</summary>
    Name,

    /// <summary>Number of objects in the first snapshot.</summary>
    Old,

    /// <summary>Number of objects in the last snapshot.</summary>
    Current,

    /// <summary>Number of objects that were not there before: for tables of new objects.</summary>
    New,

    /// <summary>The same as <see cref="Count"/>.</summary>
    Delta,
}

namespace HeapGraph;

public sealed partial record GrowthTable
{
    /// <summary>Letters by which texts are told apart from snapshot to snapshot.</summary>
    internal const int MostLetters = 1000;

    /// <summary>Of values, the path that leads to them; null for rows that stand for something else.</summary>
    public string? Path { get; init; }

    /// <summary>Compares the groups of two or more snapshots, oldest first; values are matched by how they are shown, texts by their first
    /// <see cref="MostLetters"/> letters.</summary>
    /// <param name="tables">All groups of each snapshot by one path, with where it came from.</param>
    /// <param name="peak">Compare the last snapshot with each value's highest count before it, and list increases only.</param>
    internal static GrowthTable Of(IReadOnlyList<(string Target, GroupTable Groups)> tables, bool peak) => Of(
        [.. tables.Select(one => new GrowthSnapshot(one.Target, one.Groups.TotalObjects, one.Groups.TotalBytes, one.Groups.Coverage))],
        tables.Select(one => one.Groups.Rows.Select(row => ((row.Value, row.MissingFrom), row.Objects, row.Bytes))),
        EqualityComparer<(string? Value, string? MissingFrom)>.Default,
        (key, objects, bytes, objectsDelta, bytesDelta) => new GrowthRow(null, objects, bytes, objectsDelta, bytesDelta) 
        {
            Group = key.Value ?? "", MissingFrom = key.MissingFrom, IsHidden = key is (null, null),
        },
        peak) with { Scope = tables[0].Groups.Scope, By = GrowthRowKind.Value, Path = tables[0].Groups.Path, Filter = tables[0].Groups.Filter };
}

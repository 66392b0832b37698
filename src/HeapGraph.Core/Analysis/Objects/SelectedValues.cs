using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Objects;

/// <summary>What some paths lead to from the objects of a table.</summary>
internal static class SelectedValues
{
    private const int MaxLetters = 40;

    /// <summary>The same table with the values. A look-up for each row and path.</summary>
    /// <exception cref="UnknownNameException">None of the objects shown has a field that a path names.</exception>
    public static ObjectTable In(ObjectTable table, ObjectGraph graph, IPathValues values, IReadOnlyList<ValuePath> paths)
    {
        IPathReader[] readers = [.. paths.Select(path => values.Along(path))];
        PathTally[] tallies = [.. paths.Select(path => new PathTally(path))];
        ObjectTableRow[] rows = [.. table.Rows.Select(row => row with { Fields = Of(graph.Addresses.IndexOf(row.Address)) })];
        foreach (var (tally, reader) in tallies.Zip(readers))
        {
            tally.RequireKnown(reader);
        }

        return table with { Selected = [.. paths.Select(path => path.Text)], Rows = rows };

        string?[] Of(int objectIndex) => [.. readers.Zip(tallies, (reader, tally) =>
        {
            var value = reader.Read(objectIndex);
            tally.Add(value);
            return reader.TextOf(value, MaxLetters);
        })];
    }
}

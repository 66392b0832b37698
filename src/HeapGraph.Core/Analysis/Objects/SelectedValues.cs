using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Objects;

/// <summary>What some paths lead to from the objects of a table.</summary>
internal static class SelectedValues
{
    private const int MaxLetters = 40;

    /// <summary>The same table with the values. A look-up for each row and path, and for others that were chosen where no row has what a path names.</summary>
    /// <param name="table">The table.</param>
    /// <param name="graph">The heap.</param>
    /// <param name="values">What paths lead to.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="chosen">All that the table shows the first of.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UnknownNameException">None of the objects chosen has a field that a path names.</exception>
    public static ObjectTable In(
        ObjectTable table, ObjectGraph graph, IPathValues values, IReadOnlyList<ValuePath> paths, IReadOnlyList<int> chosen, CancellationToken cancellation)
    {
        IPathReader[] readers = [.. paths.Select(path => values.Along(path))];
        PathTally[] tallies = [.. paths.Select(path => new PathTally(path))];
        ObjectTableRow[] rows = [.. table.Rows.Select(row => row with { Fields = Of(graph.Addresses.IndexOf(row.Address)) })];
        foreach (var (tally, reader) in tallies.Zip(readers))
        {
            if (tally.UnknownPart is not null)
            {
                PathTally.RequireKnown(reader, chosen, cancellation);
            }
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

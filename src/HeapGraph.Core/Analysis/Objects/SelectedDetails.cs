using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Objects;

/// <summary>Details that tell, behind the value of an object, what some paths lead to from it.</summary>
/// <param name="details">The details.</param>
/// <param name="values">What paths lead to.</param>
/// <param name="paths">The paths; one that leads nowhere from an object is not told of it.</param>
internal sealed class SelectedDetails(IObjectDetails details, IPathValues values, IReadOnlyList<ValuePath> paths) : DetailsAround(details)
{
    private const int MaxLetters = 40;

    private readonly IPathReader[] _readers = [.. paths.Select(path => values.Along(path))];

    public override string? ValueOf(int objectIndex)
    {
        string?[] told =
        [
            base.ValueOf(objectIndex),
            .. _readers.Select(reader => reader.TextOf(reader.Read(objectIndex), MaxLetters) is { } text ? $"{reader.Path} = {text}" : null),
        ];
        return told.All(part => part is null) ? null : string.Join(", ", told.Where(part => part is not null));
    }
}

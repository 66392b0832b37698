namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>A stretch of a process's memory and where in the copy it goes.</summary>
internal sealed record CopiedMemory(ulong Address, ulong Bytes, long Offset)
{
    /// <summary>Where in the copy stretches go, ascending, neighbours as one.</summary>
    public static List<(long Start, long End)> PlacesOf(IEnumerable<CopiedMemory> stretches)
    {
        var places = new List<(long Start, long End)>();
        foreach (var (_, bytes, offset) in stretches.OrderBy(stretch => stretch.Offset))
        {
            if (places.Count > 0 && places[^1].End == offset)
            {
                places[^1] = (places[^1].Start, offset + (long)bytes);
            }
            else
            {
                places.Add((offset, offset + (long)bytes));
            }
        }

        return places;
    }
}

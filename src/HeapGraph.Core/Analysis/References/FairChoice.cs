namespace HeapGraph.Core.Analysis.References;

/// <summary>Which of too many neighbours are shown: some of each type, so that a million of one do not hide the one of another.</summary>
internal static class FairChoice
{
    /// <summary>Of equal ones, this part of the room at most: the others are said by their number.</summary>
    public const int LargestPart = 3;

    /// <summary>Divides the objects. O(objects) time.</summary>
    /// <param name="objects">The objects, in the order in which they would be shown.</param>
    /// <param name="typeOf">The type index of an object.</param>
    /// <param name="room">How many may be shown.</param>
    /// <param name="largestPart">Of equal ones, this part of the room at most.</param>
    /// <returns>Those to show, in the order given, and the rest by type, the most frequent type first.</returns>
    public static (IReadOnlyList<int> Shown, IReadOnlyList<IReadOnlyList<int>> Hidden) Of(
        IReadOnlyList<int> objects, Func<int, int> typeOf, int room, int largestPart = LargestPart)
    {
        if (objects.Count <= room)
        {
            return (objects, []);
        }

        var sameType = objects.GroupBy(typeOf).Select(same => same.ToArray()).ToArray();
        var shown = new HashSet<int>();
        for (var round = 0; round < Math.Max(1, room / largestPart); round++)
        {
            foreach (var same in sameType)
            {
                if (round < same.Length && shown.Count < room)
                {
                    shown.Add(same[round]);
                }
            }
        }

        return (
            [.. objects.Where(shown.Contains)],
            [.. sameType.Select(same => (IReadOnlyList<int>)[.. same.Where(index => !shown.Contains(index))])
                .Where(rest => rest.Count > 0).OrderByDescending(rest => rest.Count)]);
    }
}

namespace HeapGraph.Core.Presentation.Words;

/// <summary>The independent ways in which objects are kept, in words.</summary>
internal static class AnchorWording
{
    /// <summary>A line for each way, and what to cut.</summary>
    /// <param name="anchors">The ways.</param>
    /// <param name="report">Their chains.</param>
    public static IEnumerable<string> Of(AnchorReport anchors, ChainReport report)
    {
        var types = report.Objects.Select(found => found.Object.Type.ShortName).Distinct().ToArray();
        var what = Wording.Count(anchors.Objects, types is [var type] ? $"{type} object" : "object");
        var are = anchors.Objects == 1 ? "is" : "are";
        yield return !anchors.IsComplete ? $"{what} {are} kept in {anchors.Ways.Count:N0} ways and more: {Incomplete(anchors)}"
            : anchors.Ways.Count == 1 ? $"{what} {are} kept in one way alone."
            : $"{what} {are} kept in {anchors.Ways.Count:N0} independent ways: each of these chains is there though all others are cut.";
        foreach (var (number, way) in anchors.Ways.Index())
        {
            yield return $"{number + 1}. {way.Cut?.Place ?? "can't be cut"}: {(way.Cut is null ? "nothing goes with it" : $"cut alone, {Freed(way.Alone, anchors.Objects)}")}";
        }

        if (anchors.Fewest.Count > 0 && anchors.Ways.Count > 1)
        {
            var isNear = anchors.Fewest.SequenceEqual(anchors.Ways.Select(way => way.Cut));
            var cuts = Wording.Count(anchors.Fewest.Count, "cut");
            yield return $"{(anchors.IsFewest ? "The fewest cuts that free all of them" : "Cuts that free all of them, perhaps more than needed")}: "
                + (isNear ? $"these {anchors.Fewest.Count:N0}" : string.Join(" and ", anchors.Fewest.Select(cut => cut.Place)))
                + $"; then {Freed(anchors.Together, anchors.Objects)}";
        }
    }

    private static string Incomplete(AnchorReport anchors) =>
        anchors.Ways.Any(way => way.Cut is null) ? "the last one can't be cut." : "no more were looked for, so no cuts are named that free all.";

    private static string Freed(AnchorFreed freed, long asked) => freed.Objects == 0 ? "nothing goes."
        : $"{Wording.Count(freed.Objects, "object")} {(freed.Objects == 1 ? "goes" : "go")}, {freed.Bytes.AsByteSize}, "
        + (asked == freed.Chosen ? asked == 1 ? "with it." : $"all {asked:N0} among them." : freed.Chosen == 0 ? "none of these among them." : $"{freed.Chosen:N0} of these among them.");
}

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How the course of a process's memory reads in sentences.</summary>
internal static class MemoryCourseWording
{
    /// <summary>From where to where, the highest, the slope, and why it ended.</summary>
    public static IEnumerable<string> Of(MemoryCourse course)
    {
        var (first, last, highest) = (course.Samples[0], course.Samples[^1], course.Highest);
        var slope = course.BytesPerHour is { } rate ? $"; {(rate < 0 ? "-" : "+")}{((long)Math.Abs(rate)).AsByteSize} an hour" : "";
        yield return $"RSS{(course.IncludesChildren ? " with children" : "")} from {first.ResidentBytes.AsByteSize} to {last.ResidentBytes.AsByteSize}"
            + $", highest {highest.ResidentBytes.AsByteSize} after {ProcessWording.Of(highest.At)}{slope} ({Wording.Count(course.Samples.Count, "sample")} in {ProcessWording.Of(course.Duration)})";
        if (course.End == MemoryCourseEnd.ProcessEnded)
        {
            yield return "The process has ended.";
        }
    }
}

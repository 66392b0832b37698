namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.memory/1, of a process that was watched.</summary>
    /// <param name="target">The process.</param>
    /// <param name="course">What was seen of it.</param>
    public static string Of(string target, MemoryCourse course) => Write("memory", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("began", course.Began.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("end", course.End switch
        {
            MemoryCourseEnd.Cancelled => "cancelled",
            MemoryCourseEnd.ProcessEnded => "processEnded",
            MemoryCourseEnd.SizeReached => "sizeReached",
            _ => "complete",
        });
        json.WriteBoolean("includesChildren", course.IncludesChildren);
        WriteOptional(json, "bytesPerHour", (long?)course.BytesPerHour);
        json.WriteStartArray("samples");
        foreach (var sample in course.Samples)
        {
            json.WriteStartObject();
            json.WriteNumber("milliseconds", (long)sample.At.TotalMilliseconds);
            json.WriteNumber("residentBytes", sample.ResidentBytes);
            json.WriteNumber("anonymousBytes", sample.AnonymousBytes);
            json.WriteNumber("fileBytes", sample.FileBytes);
            json.WriteNumber("sharedMemoryBytes", sample.SharedMemoryBytes);
            json.WriteNumber("swappedBytes", sample.SwappedBytes);
            json.WriteNumber("processes", sample.Processes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

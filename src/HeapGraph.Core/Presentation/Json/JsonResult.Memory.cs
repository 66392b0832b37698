using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.memory/1</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="words">How to go on is said in these.</param>
    /// <param name="report">The memory.</param>
    public static string Of(string target, IRemedyWords words, MemoryReport report) => Write("memory", json =>
    {
        WriteText(json, "target", target);
        WriteOptional(json, "residentBytes", report.ResidentBytes);
        WriteOptional(json, "bytesInDump", report.BytesInDump);
        WriteOptional(json, "proportionalBytes", report.ProportionalBytes);
        json.WriteNumber("virtualBytes", report.VirtualBytes);
        json.WriteNumber("swappedBytes", report.SwappedBytes);
        json.WriteNumber("hugePageBytes", report.HugePageBytes);
        json.WriteNumber("hugePoolBytes", report.HugePoolBytes);
        if (report.Container is { } container)
        {
            json.WriteStartObject("container");
            WriteOptional(json, "limitBytes", container.LimitBytes);
            json.WriteNumber("usedBytes", container.UsedBytes);
            json.WriteNumber("anonymousBytes", container.AnonymousBytes);
            json.WriteNumber("fileBytes", container.FileBytes);
            json.WriteNumber("reclaimableBytes", container.ReclaimableBytes);
            json.WriteNumber("sharedMemoryBytes", container.SharedMemoryBytes);
            json.WriteNumber("kernelBytes", container.KernelBytes);
            json.WriteEndObject();
        }

        WriteCoverage(json, report.Coverage);
        json.WriteStartArray("parts");
        foreach (var part in report.Parts)
        {
            json.WriteStartObject();
            json.WriteString("part", MemoryPartWording.KeyOf(part.Kind));
            if (part.Owner is { } owner)
            {
                WriteText(json, "owner", owner);
            }

            if (part.Generation is { } generation)
            {
                json.WriteString("generation", Wording.Of(generation));
            }

            json.WriteNumber(report.ResidentBytes is null ? "bytesInDump" : "residentBytes", part.ResidentBytes);
            if (report.ResidentBytes is not null)
            {
                json.WriteNumber("virtualBytes", part.VirtualBytes);
                json.WriteNumber("privateDirtyBytes", part.PrivateDirtyBytes);
                json.WriteNumber("swappedBytes", part.SwappedBytes);
            }

            json.WriteNumber("areas", part.Areas);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("verdicts");
        foreach (var verdict in report.Verdicts)
        {
            WriteVerdict(json, verdict, words);
        }

        json.WriteEndArray();
    });

    private static void WriteVerdict(Utf8JsonWriter json, MemoryVerdict verdict, IRemedyWords words)
    {
        json.WriteStartObject();
        json.WriteString("severity", verdict.Severity.ToString().ToLowerInvariant());
        json.WriteString("name", verdict.Name);
        WriteText(json, "title", verdict.Title);
        json.WriteNumber("bytes", verdict.Bytes);
        WriteTexts(json, "evidence", verdict.Evidence);
        if (verdict.Remedy is { } remedy)
        {
            WriteText(json, "remedy", remedy);
        }

        if (verdict.Next is { } next)
        {
            WriteText(json, "next", words.Of(next));
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}

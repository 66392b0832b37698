using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HeapGraph.Core.Presentation.Json;

/// <summary>The results as JSON, by the published schemas: one object, keys in a fixed order, whole numbers,
/// addresses as lower-case hex.</summary>
internal static partial class JsonResult
{
    // Relaxed: List<string> stays readable. The default escapes < and > for text that goes into HTML as it is.
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>heapgraph.common/1</summary>
    public static string Of(string target, TypeTable table) => Write("common", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        WriteFilter(json, table.Filter);
        WriteTotals(json, "totals", table.TotalObjects, table.TotalBytes);
        WriteCoverage(json, table.Coverage);
        WriteTypes(json, table.Rows);
    });

    private static string Write(string command, Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("schema", $"heapgraph.{command}/1");
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static string NameOf(ObjectScope scope) => scope switch
    {
        ObjectScope.All => "all",
        ObjectScope.Unreachable => "unreachable",
        _ => "reachable",
    };

    private static void WriteTotals(Utf8JsonWriter json, string name, long objects, long bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumber("objects", objects);
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter json, IReadOnlyList<TypeTableRow> rows)
    {
        json.WriteStartArray("types");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            WriteText(json, "type", row.Type.Name);
            json.WriteNumber("objects", row.Objects);
            json.WriteNumber("bytes", row.Bytes);
            if (row.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }

            WriteText(json, "assembly", row.Type.AssemblyName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteBytesOf(Utf8JsonWriter json, HeapCoverage coverage)
    {
        json.WriteNumber("bytesWalked", coverage.BytesWalked);
        json.WriteNumber("bytesTotal", coverage.BytesTotal);
        if (coverage.BytesCommitted is { } committed)
        {
            json.WriteNumber("bytesCommitted", committed);
        }

        json.WriteNumber("gaps", coverage.Gaps.Count);
        json.WriteNumber("gapBytes", coverage.Gaps.Sum(gap => gap.Bytes));
        json.WriteNumber("freeBytes", coverage.FreeBytes);
        json.WriteNumber("danglingReferences", coverage.DanglingReferences);
        if (coverage.RootsIntoGaps > 0)
        {
            json.WriteNumber("rootsIntoGaps", coverage.RootsIntoGaps);
        }
    }

    /// <summary>What could not be read, and the process that it was read of.</summary>
    private static void WriteCoverage(Utf8JsonWriter json, HeapCoverage coverage)
    {
        WriteDeath(json, coverage);
        json.WriteStartObject("coverage");
        if (coverage.HoldsHeap)
        {
            WriteBytesOf(json, coverage);
        }
        else
        {
            json.WriteBoolean("holdsHeap", false);
        }

        WriteTexts(json, "warnings", coverage.Warnings);
        if (coverage.Freeze is { } freeze)
        {
            json.WriteNumber("frozenMilliseconds", (long)Math.Ceiling(freeze.Time.TotalMilliseconds));
            json.WriteNumber("copiedBytes", freeze.Bytes);
            json.WriteNumber("freezeRetries", freeze.Retries);
            if (freeze.BytesAfterwards > 0)
            {
                json.WriteNumber("copiedAfterwardsBytes", freeze.BytesAfterwards);
            }

            if (freeze.BytesInSmallPages > 0)
            {
                json.WriteNumber("freezeSmallPageBytes", freeze.BytesInSmallPages);
            }

            if (freeze.Obstacle is not null)
            {
                WriteText(json, "freezeObstacle", freeze.Obstacle);
            }
        }

        json.WriteEndObject();
        if (coverage.Process is { } process)
        {
            WriteProcess(json, process);
        }
    }

    /// <summary>A string of the target may hold half a surrogate pair, which JSON can't.</summary>
    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, Encoding.UTF8.GetBytes(text).AsSpan());
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(Encoding.UTF8.GetBytes(text).AsSpan());
        }

        json.WriteEndArray();
    }
}

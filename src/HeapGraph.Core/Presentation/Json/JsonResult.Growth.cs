using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.growth/1</summary>
    public static string Of(GrowthTable table) => Write("growth", json =>
    {
        WriteText(json, "target", table.Snapshots[^1].Target);
        json.WriteString("scope", NameOf(table.Scope));
        if (table.By != GrowthRowKind.Type)
        {
            json.WriteString("by", Wording.Of(table.By));
        }

        if (table.Path is { } path)
        {
            WriteText(json, "path", path);
        }

        WriteFilter(json, table.Filter);
        WriteSnapshots(json, table.Snapshots);
        json.WriteStartArray(table.By == GrowthRowKind.Type ? "types" : "groups");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, Wording.Of(table.By), row is { MissingFrom: not null } or { IsHidden: true } ? null : row.Name);
            if (row.MissingFrom is { } missing)
            {
                WriteText(json, "missingFrom", missing);
            }

            WriteNumbers(json, "objects", row.Objects);
            WriteNumbers(json, "bytes", row.Bytes);
            json.WriteNumber("objectsDelta", row.ObjectsDelta);
            json.WriteNumber("bytesDelta", row.BytesDelta);
            if (row.Type is { } type)
            {
                WriteText(json, "assembly", type.AssemblyName);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteSnapshots(Utf8JsonWriter json, IReadOnlyList<GrowthSnapshot> snapshots)
    {
        json.WriteStartArray("snapshots");
        foreach (var snapshot in snapshots)
        {
            json.WriteStartObject();
            WriteText(json, "target", snapshot.Target);
            json.WriteNumber("objects", snapshot.Objects);
            json.WriteNumber("bytes", snapshot.Bytes);
            WriteCoverage(json, snapshot.Coverage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

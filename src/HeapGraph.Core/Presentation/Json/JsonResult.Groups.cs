namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.common/1, by a value.</summary>
    public static string Of(string target, GroupTable table) => Write("common", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        WriteText(json, "by", table.Path);
        WriteFilter(json, table.Filter);
        WriteTotals(json, "totals", table.TotalObjects, table.TotalBytes);
        WriteMissing(json, table.Missing);
        WriteCoverage(json, table.Coverage);
        json.WriteNumber("groupCount", table.GroupCount);
        json.WriteStartArray("groups");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "value", row.Value);
            if (row.MissingFrom is { } path)
            {
                WriteText(json, "missingFrom", path);
            }

            json.WriteNumber("objects", row.Objects);
            json.WriteNumber("bytes", row.Bytes);
            if (row.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

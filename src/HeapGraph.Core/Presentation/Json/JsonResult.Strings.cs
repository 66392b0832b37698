namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.strings/1</summary>
    public static string Of(string target, StringTable table) => Write("strings", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        if (table.Pattern is { } pattern)
        {
            WriteText(json, "pattern", pattern);
        }

        WriteTotals(json, "totals", table.TotalObjects, table.TotalBytes);
        json.WriteNumber("valueCount", table.ValueCount);
        json.WriteNumber("wastedBytes", table.WastedBytes);
        json.WriteNumber("heapBytes", table.HeapBytes);
        WriteCoverage(json, table.Coverage);
        json.WriteStartArray("strings");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "value", row.Value);
            WriteText(json, "address", $"{row.Address:x}");
            json.WriteNumber("objects", row.Objects);
            json.WriteNumber("length", row.Length);
            json.WriteNumber("bytes", row.Bytes);
            json.WriteNumber("wastedBytes", row.WastedBytes);
            WriteText(json, "heldBy", row.HeldBy);
            json.WriteNumber("held", row.Held);
            json.WriteNumber("interned", row.Interned);
            json.WriteNumber("literals", row.Literals);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

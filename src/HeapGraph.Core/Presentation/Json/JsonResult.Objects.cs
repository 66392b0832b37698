using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.objects/1</summary>
    public static string Of(string target, ObjectTable table) => Write("objects", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        if (table.IsOfUnreferenced)
        {
            json.WriteBoolean("isOfUnreferenced", true);
        }

        WriteFilter(json, table.Filter);
        json.WriteNumber("total", table.TotalObjects);
        json.WriteNumber("totalBytes", table.TotalBytes);
        if (table.Retained is { } freed)
        {
            WriteTotals(json, "retained", freed.Objects, freed.Bytes);
        }

        WriteCoverage(json, table.Coverage);
        json.WriteStartArray("objects");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "address", $"{row.Address:x}");
            WriteText(json, "type", row.Type.Name);
            json.WriteNumber("bytes", row.Bytes);
            if (row.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }
            else
            {
                json.WriteNull("retainedBytes");
            }

            WriteText(json, "generation", row.Generation is { } generation ? Wording.Of(generation) : null);
            WriteText(json, "value", row.Value);
            WriteFields(json, table.Selected, row.Fields);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteGarbage(json, table.Garbage);
    });
}

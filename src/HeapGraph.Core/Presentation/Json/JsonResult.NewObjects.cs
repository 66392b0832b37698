namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.growth/1, with new objects.</summary>
    public static string Of(NewObjectTable table) => Write("growth", json =>
    {
        WriteText(json, "target", table.Snapshots[^1].Target);
        json.WriteString("scope", NameOf(ObjectScope.Reachable));
        WriteFilter(json, table.Filter);
        WriteSnapshots(json, table.Snapshots);
        json.WriteStartArray("types");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "type", row.Type.Name);
            WriteNumbers(json, "objects", [row.Old, row.Current]);
            json.WriteNumber("objectsDelta", row.Delta);
            json.WriteNumber("objectsNew", row.New);
            json.WriteBoolean("isCertain", row.IsCertain);
            WriteText(json, "assembly", row.Type.AssemblyName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

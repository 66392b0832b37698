using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.growth/1, by path.</summary>
    public static string Of(PathGrowthTable table) => Write("growth", json =>
    {
        WriteText(json, "target", table.Snapshots[^1].Target);
        json.WriteString("scope", NameOf(ObjectScope.Reachable));
        json.WriteString("by", "path");
        WriteFilter(json, table.Filter);
        WriteSnapshots(json, table.Snapshots);
        json.WriteNumber("pathCount", table.PathCount);
        if (table.CodeObjectsDelta > 0)
        {
            json.WriteNumber("codeObjectsDelta", table.CodeObjectsDelta);
        }

        json.WriteStartArray("paths");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "path", GrowthPathText.Of(row.Path, shortNames: false));
            WriteText(json, "type", row.Path.Type.Name);
            WriteNumbers(json, "objects", row.Objects);
            WriteNumbers(json, "bytes", row.Bytes);
            json.WriteNumber("objectsDelta", row.ObjectsDelta);
            json.WriteNumber("bytesDelta", row.BytesDelta);
            if (row.RetainedBytes is { } retained)
            {
                WriteNumbers(json, "retainedBytes", retained);
                json.WriteNumber("retainedBytesDelta", retained[^1] - retained[0]);
            }

            if (row.SharedBytes is { } shared)
            {
                WriteNumbers(json, "sharedBytes", shared);
                json.WriteNumber("sharedBytesDelta", shared[^1] - shared[0]);
            }

            WriteText(json, "assembly", row.Path.Type.AssemblyName);
            json.WriteStartObject("root");
            json.WriteString("kind", Wording.JsonOf(row.Path.RootKind));
            WriteText(json, "name", row.Path.RootName);
            json.WriteEndObject();
            json.WriteStartArray("steps");
            foreach (var step in row.Path.Steps)
            {
                json.WriteStartObject();
                WriteText(json, "via", step.Via?.ToString());
                WriteText(json, "type", step.Type.Name);
                json.WriteBoolean("isRepeated", step.IsRepeated);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFilled(json, table.Filled);
    });
}

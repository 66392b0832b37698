using System.Text;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.WhatIf;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.what-if/1</summary>
    public static string Of(string target, WhatIfReport report) => Write("what-if", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(ObjectScope.Reachable));
        WriteTotals(json, "totals", report.TotalObjects, report.TotalBytes);
        json.WriteStartArray("cuts");
        foreach (var cut in report.Cuts)
        {
            json.WriteStartObject();
            WriteText(json, "name", cut.Name);
            json.WriteStartArray("fields");
            foreach (var field in cut.Fields)
            {
                json.WriteStringValue(Encoding.UTF8.GetBytes(field).AsSpan());
            }

            json.WriteEndArray();
            json.WriteNumber("references", cut.References);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTotals(json, "freed", report.Freed.Objects, report.Freed.Bytes);
        json.WriteNumber("targetObjects", report.TargetObjects);
        json.WriteNumber("targetsKept", report.TargetsKept);
        WriteCoverage(json, report.Coverage);
        json.WriteNumber("typesTotal", report.TypeCount);
        json.WriteStartArray("types");
        foreach (var row in report.Freed.Types)
        {
            json.WriteStartObject();
            WriteText(json, "type", row.Type.Name);
            json.WriteNumber("objects", row.Objects);
            json.WriteNumber("bytes", row.Bytes);
            WriteText(json, "assembly", row.Type.AssemblyName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

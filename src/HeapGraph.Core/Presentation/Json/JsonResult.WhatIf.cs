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
            WriteTexts(json, "fields", cut.Fields);
            json.WriteNumber("references", cut.References);
            if (cut.Alone is { } alone)
            {
                WriteFreed(json, "alone", alone);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.Suggested is { } suggested)
        {
            json.WriteStartObject("suggested");
            json.WriteNumber("objects", suggested.Objects);
            json.WriteNumber("freed", suggested.Freed);
            json.WriteBoolean("isComplete", suggested.IsComplete);
            json.WriteBoolean("isFewest", suggested.IsFewest);
            json.WriteEndObject();
        }

        WriteTotals(json, "freed", report.Freed.Objects, report.Freed.Bytes);
        json.WriteNumber("targetObjects", report.TargetObjects);
        json.WriteNumber("targetsKept", report.TargetsKept);
        WriteCoverage(json, report.Coverage);
        json.WriteNumber("typesTotal", report.TypeCount);
        WriteTypes(json, report.Freed.Types);
    });
}

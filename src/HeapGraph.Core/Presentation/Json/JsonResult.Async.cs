namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.async/1</summary>
    public static string Of(string target, AsyncReport report) => Write("async", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(report.Scope));
        json.WriteNumber("calls", report.CallCount);
        json.WriteNumber("chainsTotal", report.ChainCount);
        json.WriteNumber("kindsTotal", report.KindCount);
        WriteCoverage(json, report.Coverage);
        json.WriteStartArray("chains");
        foreach (var chain in report.Chains)
        {
            json.WriteStartObject();
            json.WriteNumber("count", chain.Count);
            WriteText(json, "awaits", chain.Awaits);
            WriteFrames(json, chain.Frames);
            WriteText(json, "outer", chain.Outer);
            json.WriteString("address", $"{chain.Address:x}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

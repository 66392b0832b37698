namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.doctor/1</summary>
    /// <param name="target">The target; null when there is none.</param>
    /// <param name="canBeRead">Whether the target can be read.</param>
    /// <param name="checks">What was looked at.</param>
    public static string OfChecks(
        string? target, bool canBeRead, IEnumerable<(string Name, string State, string Finding, string? Remedy)> checks) => Write("doctor", json =>
    {
        WriteText(json, "target", target);
        json.WriteBoolean("canBeRead", canBeRead);
        json.WriteStartArray("checks");
        foreach (var (name, state, finding, remedy) in checks)
        {
            json.WriteStartObject();
            WriteText(json, "check", name);
            WriteText(json, "state", state);
            WriteText(json, "finding", finding);
            WriteText(json, "remedy", remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

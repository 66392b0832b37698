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

    /// <summary>heapgraph.ps/1</summary>
    /// <param name="processes">Pid, name, runtime version, and why it can't be read.</param>
    public static string OfProcesses(IEnumerable<(int Id, string Name, string? Runtime, string? Obstacle)> processes) => Write("ps", json =>
    {
        json.WriteStartArray("processes");
        foreach (var (id, name, runtime, obstacle) in processes)
        {
            json.WriteStartObject();
            json.WriteNumber("pid", id);
            WriteText(json, "name", name);
            WriteText(json, "runtime", runtime);
            WriteText(json, "obstacle", obstacle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

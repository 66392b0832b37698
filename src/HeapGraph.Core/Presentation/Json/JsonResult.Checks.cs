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
    /// <param name="processes">What they are, and why one can't be read.</param>
    public static string OfProcesses(
        IEnumerable<(int Id, string Name, string? Runtime, string? Obstacle, long ResidentBytes, TimeSpan? Age, string? User, string? CommandLine)> processes) => Write("ps", json =>
    {
        json.WriteStartArray("processes");
        foreach (var process in processes)
        {
            json.WriteStartObject();
            json.WriteNumber("pid", process.Id);
            WriteText(json, "name", process.Name);
            WriteText(json, "runtime", process.Runtime);
            WriteText(json, "obstacle", process.Obstacle);
            json.WriteNumber("residentBytes", process.ResidentBytes);
            if (process.Age is { } age)
            {
                json.WriteNumber("secondsRunning", (long)age.TotalSeconds);
            }

            WriteText(json, "user", process.User);
            WriteText(json, "commandLine", process.CommandLine);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

using System.Text.Json;
using HeapGraph.Core.Inspections;

namespace HeapGraph.Core.Presentation.Json;

/// <summary>What an earlier run of <c>triage --format json</c> found.</summary>
/// <param name="Findings">Its findings.</param>
/// <param name="FindingCount">How many there were; more than are listed when a limit cut them off.</param>
internal sealed record TriageBaseline(IReadOnlyList<BaselineFinding> Findings, int FindingCount)
{
    /// <summary>Reads the JSON of such a run; null when it is something else.</summary>
    public static TriageBaseline? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var root = parsed.RootElement;
            if (root.GetProperty("schema").GetString() != "heapgraph.triage/1")
            {
                return null;
            }

            // What that run was silent about was there too.
            BaselineFinding[] silenced = root.TryGetProperty("silenced", out var apart) ? In(apart) : [];
            return new TriageBaseline([.. In(root.GetProperty("findings")), .. silenced], root.GetProperty("findingsTotal").GetInt32() + silenced.Length);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static BaselineFinding[] In(JsonElement findings) => [.. findings.EnumerateArray().Select(finding => new BaselineFinding(
        finding.GetProperty("id").GetString()!,
        finding.GetProperty("title").GetString()!,
        finding.GetProperty("retainedBytes").GetInt64(),
        finding.GetProperty("objects").GetInt64()))];
}

using System.Text.Json;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.triage/1</summary>
    /// <remarks>The suspect reference is the one that leads to the step with <c>"suspect": true</c>, to the first from the root.</remarks>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="words">How to go on is said in these: on the command line the contract's <c>next</c> is a command.</param>
    /// <param name="report">What to write.</param>
    public static string Of(string target, IRemedyWords words, LeakReport report) => Write("triage", json =>
    {
        WriteText(json, "target", target);
        WriteTotals(json, "totals", report.TotalObjects, report.TotalBytes);
        WriteCoverage(json, report.Coverage);
        WriteGarbage(json, report.Garbage);
        if (report.Memory is { } memory)
        {
            json.WritePropertyName("memory");
            WriteVerdict(json, memory, words);
        }

        json.WriteNumber("findingsTotal", report.FindingCount);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            WriteFinding(json, report, finding, words);
        }

        json.WriteEndArray();
        if (report.Silenced.Count > 0)
        {
            json.WriteStartArray("silenced");
            foreach (var (finding, by) in report.Silenced)
            {
                json.WriteStartObject();
                WriteInShort(json, BaselineFinding.Of(finding));
                if (by.Reason is { } reason)
                {
                    WriteText(json, "reason", reason);
                }

                if (by.Source is { } source)
                {
                    WriteText(json, "source", source);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (report.Gone is { } gone)
        {
            json.WriteStartArray("gone");
            foreach (var finding in gone)
            {
                json.WriteStartObject();
                WriteInShort(json, finding);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    });

    private static void WriteInShort(Utf8JsonWriter json, BaselineFinding finding)
    {
        WriteText(json, "id", finding.Id);
        WriteText(json, "title", finding.Title);
        json.WriteNumber("retainedBytes", finding.RetainedBytes);
        json.WriteNumber("objects", finding.Objects);
    }

    private static void WriteFinding(Utf8JsonWriter json, LeakReport report, LeakFinding finding, IRemedyWords words)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("rule", finding.Rule);
        json.WriteString("kind", finding.Kind switch { LeakKind.Leaked => "leaked", LeakKind.Wasted => "wasted", _ => "piledUp" });
        json.WriteString("certainty", LeakWording.WordOf(finding.Certainty));
        WriteText(json, "because", finding.Because);
        WriteText(json, "title", finding.Title);
        WriteText(json, "inShort", LeakWording.InShort(finding, report));
        WriteTexts(json, "evidence", LeakWording.EvidenceOf(finding));
        json.WriteNumber("retainedBytes", finding.RetainedBytes);
        json.WriteNumber("objects", finding.Objects);
        if (finding.Trend is { } trend)
        {
            json.WriteString("change", trend.Change.ToString().ToLowerInvariant());
            json.WriteNumber("retainedBytesDelta", trend.RetainedBytesDelta);
            json.WriteNumber("objectsDelta", trend.ObjectsDelta);
        }

        WriteChain(json, finding.Chain, finding.SuspectStep);
        if (finding.FilledIn is { } filled)
        {
            json.WriteStartObject("filledIn");
            WriteFillers(json, filled);
            json.WriteEndObject();
        }

        WriteText(json, "remedy", finding.Remedy);
        WriteText(json, "next", words.Of(finding.Next));
        WriteText(json, "verify", words.Of(LeakWording.VerifyOf(finding)));
        json.WriteEndObject();
    }
}

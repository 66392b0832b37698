using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Leak suspects as markdown, ready to be pasted into an issue.</summary>
internal static class LeakReportMarkdown
{
    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="words">How to go on is said in these.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Type names in chains without namespaces.</param>
    public static void Write(TextWriter output, string target, IRemedyWords words, LeakReport report, bool shortNames)
    {
        output.Write($"**{DelimitedText.Escaped(LeakWording.Header(target, report))}**\n");
        LeakWording.HeaderOf(report).ToList().ForEach(line => output.Write($"\n{DelimitedText.Escaped(line)}\n"));
        output.Write(string.Concat(LeakWording.NothingOf(report).Select(nothing => $"\n{nothing}\n")));
        foreach (var (index, finding) in report.Findings.Index())
        {
            output.Write($"\n## {index + 1}. {DelimitedText.Escaped(finding.Title)}\n\n");
            output.Write($"Severity: {finding.Severity.ToString().ToLowerInvariant()}{LeakWording.TrendOf(finding)}, id `{finding.Id}`, rule `{finding.Rule}`\n\n");
            output.Write($"{DelimitedText.Escaped(LeakWording.InShort(finding, report))}\n\n");
            foreach (var evidence in LeakWording.EvidenceOf(finding))
            {
                output.Write($"- {DelimitedText.Escaped(evidence)}\n");
            }

            if (finding.Chain is { } chain)
            {
                output.Write($"\nWhy they are alive:\n\n~~~~text\n{string.Join('\n', LeakReportText.LinesOf(chain, finding.SuspectStep, shortNames))}\n~~~~\n");
            }

            if (LeakWording.FilledIn(finding) is { } filledIn)
            {
                output.Write($"\nFilled in: {DelimitedText.Escaped(filledIn)}\n");
            }

            output.Write($"\nHow sure: {DelimitedText.Escaped(LeakWording.HowSure(finding))}\n");
            output.Write($"\nWhat to do: {DelimitedText.Escaped(finding.Remedy)}\n\nGo on with:\n\n~~~~text\n{words.Of(finding.Next).Printable}\n~~~~\n\nVerify with (no suspect is left once it is mended):\n\n~~~~text\n{words.Of(LeakWording.VerifyOf(finding)).Printable}\n~~~~\n");
        }

        foreach (var line in LeakWording.Footer(report))
        {
            output.Write($"\n{DelimitedText.Escaped(line.In(words))}\n");
        }
    }
}
